// The order in which the firmware tries disks and nics.
import { BOOTABLE, type DeviceRef, deviceKey } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Checkbox } from '../../../../ui/Field/Field.tsx'
import { IconButton } from '../../../../ui/IconButton/IconButton.tsx'
import { ArrowDown, ArrowUp } from '../../../../ui/icons.ts'
import { SortableList } from '../../../../ui/SortableList/SortableList.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
import { detailOf, titleOf } from '../words.ts'

export function BootForm({ editing }: { readonly editing: Editing }) {
  const words = useWords()
  const { t } = words
  const { devices, bootOrder } = editing.hardware
  const pending = editing.pending.find(change => change.do === 'bootOrder')
  const order = (pending?.do === 'bootOrder' ? pending.devices : bootOrder).map(deviceKey)
  const bootable = devices.filter(({ kind }) => BOOTABLE.has(kind))
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  const shown = [...bootable].sort((a, b) => rank(deviceKey(a)) - rank(deviceKey(b)))
  const refs = new Map<string, DeviceRef>(
    bootable.map(({ kind, key }) => [deviceKey({ kind, key }), { kind, key }]),
  )
  const set = (keys: readonly string[]) =>
    editing.change({ do: 'bootOrder', devices: keys.flatMap(key => refs.get(key) ?? []) })
  const move = (key: string, by: number) => {
    const next = order.filter(other => other !== key)
    next.splice(order.indexOf(key) + by, 0, key)
    set(next)
  }
  return (
    <>
      <div className={styles['head']}>
        <h2>{t('hardware.boot')}</h2>
      </div>
      <p className={styles['muted']}>{t('hardware.bootText')}</p>
      <div className={styles['order']}>
        <SortableList
          label={t('hardware.boot')}
          handleLabel={name => t('hardware.move', { device: name })}
          onOrder={keys => set(keys.filter(key => order.includes(key)))}
          rows={shown.map(device => {
            const key = deviceKey(device)
            const at = order.indexOf(key)
            const title = titleOf(device, words)
            return {
              id: key,
              label: title,
              content: (
                <>
                  <div className={styles['bootable']}>
                    <Checkbox
                      isSelected={at >= 0}
                      onChange={on => set(on ? [...order, key] : order.filter(other => other !== key))}
                      description={detailOf(device, words)}
                    >
                      {title}
                    </Checkbox>
                  </div>
                  <IconButton
                    icon={<ArrowUp />}
                    label={t('hardware.earlier', { device: title })}
                    isDisabled={at <= 0}
                    onPress={() => move(key, -1)}
                  />
                  <IconButton
                    icon={<ArrowDown />}
                    label={t('hardware.later', { device: title })}
                    isDisabled={at < 0 || at === order.length - 1}
                    onPress={() => move(key, 1)}
                  />
                </>
              ),
            }
          })}
        />
      </div>
    </>
  )
}
