// How the guest sees its processors: sockets, dies, cores, threads. Their product is the most processors there can be;
// where it is not, that is said, and one press makes it so.
import type { Device } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { Button } from '../../../../ui/Button/Button.tsx'
import { Checkbox, NumberField } from '../../../../ui/Field/Field.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'

const PARTS = ['sockets', 'dies', 'cores', 'threads'] as const

interface Props {
  readonly editing: Editing
  readonly device: Device
}

export function TopologyFields({ editing, device }: Props) {
  const { t } = useWords()
  const value = shownValue(editing, device, 'topology')
  const most = Number(shownValue(editing, device, 'cpusMaximum') ?? 1)
  const set = setterOf(editing, device, 'topology')
  const counts = value?.split(',').map(Number) ?? null
  const product = counts?.reduce((all, count) => all * count, 1) ?? most
  const change = (at: number, count: number) => {
    if (counts && Number.isInteger(count) && count > 0)
      set(counts.map((old, n) => (n === at ? count : old)).join(','))
  }
  const setMost = () =>
    editing.change({
      do: 'set',
      device: { kind: device.kind, key: device.key },
      field: 'cpusMaximum',
      value: String(product),
    })
  return (
    <>
      <Checkbox
        isSelected={counts !== null}
        onChange={on => set(on ? `1,1,${most},1` : null)}
        description={t('hardware.hint.topology')}
      >
        {t('hardware.field.topology')}
      </Checkbox>
      {counts &&
        PARTS.map((part, at) => (
          <NumberField
            key={part}
            label={t(`hardware.topology.${part}`)}
            value={counts[at] ?? 1}
            min={1}
            more={t('common.increase')}
            less={t('common.decrease')}
            onChange={count => change(at, count)}
          />
        ))}
      {product !== most && (
        <Banner
          kind="warning"
          title={t('hardware.topology.differs', { product, most })}
          actions={<Button onPress={setMost}>{t('hardware.topology.match', { product })}</Button>}
        />
      )}
    </>
  )
}
