// A virtual function of one of the host's network cards: which, and the VLAN that the card keeps it in.
import type { HostDevice } from '../../../../../preload/model/host-device.ts'
import { objectKey } from '../../../../../preload/model/ids.ts'
import { type NicSource, wrongFields } from '../../../../../preload/model/nic-source.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords, type Words } from '../../../../store/words.ts'
import { NumberField } from '../../../../ui/Field/Field.tsx'
import { ListBox } from '../../../../ui/ListBox/ListBox.tsx'
import { ErrorBanner } from '../../ErrorBanner.tsx'
import type { Editing } from '../editing.ts'
import styles from '../Hardware.module.css'
import { HostDeviceWarnings } from '../HostDeviceWarnings.tsx'
import { useHostDevices } from '../use-host-devices.ts'

type CardFunction = Extract<NicSource, { kind: 'hostdev' }>

interface Props {
  readonly editing: Editing
  readonly source: CardFunction
  readonly onChange: (source: CardFunction) => void
}

export function CardFunctionFields({ editing, source, onChange }: Props) {
  const words = useWords()
  const { t } = words
  const { devices, error } = useHostDevices(editing)
  const { host, vm } = editing.target
  const own = useMirror(state => state.objects.vm[objectKey(host, vm)])
  const cards = devices?.filter(({ isNetworkCard }) => isNetworkCard) ?? []
  const chosen = cards.find(({ address }) => address === source.address)
  const wrong = wrongFields(source)
  // One that is gone is shown all the same: it is what the definition says.
  const gone = devices && !chosen && source.address !== '' ? [source.address] : []
  const setVlan = (vlan: number) => {
    const { vlan: _, ...rest } = source
    onChange(Number.isNaN(vlan) ? rest : { ...rest, vlan })
  }
  return (
    <>
      <div className={styles['whole']}>
        {error && <ErrorBanner error={error} />}
        {devices && !cards.some(({ functionOf }) => functionOf !== null) && (
          <p className={styles['muted']}>{t('nic.noFunctions')}</p>
        )}
        {cards.length + gone.length > 0 && (
          <div className={styles['choices']}>
            <ListBox
              label={t('nic.functions')}
              items={[
                ...cards.map(card => ({
                  id: card.address,
                  label: card.title,
                  detail: detailOf(card, cards, words),
                  isDisabled: card.functionOf === null,
                })),
                ...gone.map(address => ({ id: address, label: address, detail: t('nic.gone') })),
              ]}
              selected={source.address || null}
              onSelect={address => onChange({ ...source, address })}
            />
          </div>
        )}
        {wrong.has('address') && <p className={styles['muted']}>{t('nic.wrong.function')}</p>}
        {chosen && (
          <HostDeviceWarnings
            device={{ ...chosen, usedBy: chosen.usedBy.filter(other => other !== own?.name) }}
          />
        )}
      </div>
      <NumberField
        label={t('nic.vlan')}
        description={t('nic.vlanText')}
        min={1}
        max={4094}
        formatOptions={{ useGrouping: false }}
        value={source.vlan ?? Number.NaN}
        onChange={setVlan}
        error={wrong.has('vlan') ? t('nic.wrong.vlan') : undefined}
        more={t('common.increase')}
        less={t('common.decrease')}
      />
    </>
  )
}

function detailOf(card: HostDevice, cards: readonly HostDevice[], { t }: Words): string {
  const whole = cards.find(({ address }) => address === card.functionOf)
  const name = whole?.carries.join(', ') || card.functionOf
  const told = name === null ? t('nic.whole') : t('nic.functionOf', { card: name })
  return [card.address, told, card.carries.join(', ')].filter(Boolean).join(' · ')
}
