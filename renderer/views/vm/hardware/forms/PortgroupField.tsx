// The portgroup of a network, where it has some.
import type { HostId } from '../../../../../preload/model/ids.ts'
import type { NicSource } from '../../../../../preload/model/nic-source.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Select } from '../../../../ui/Field/Field.tsx'

type NetworkSource = Extract<NicSource, { kind: 'network' }>

interface Props {
  readonly host: HostId
  readonly source: NetworkSource
  readonly onChange: (source: NetworkSource) => void
}

/** Stands for saying nothing, in a list of ids. */
const DEFAULT = ''

export function PortgroupField({ host, source, onChange }: Props) {
  const { t } = useWords()
  const { kind, name, portgroup } = source
  const table = useMirror(state => state.objects.network)
  const found = Object.values(table).find(network => network.host === host && network.name === name)
  const known = found?.portgroups ?? []
  if (known.length === 0 && !portgroup) return null
  return (
    <Select
      label={t('hardware.portgroup')}
      value={portgroup ?? DEFAULT}
      onChange={group => onChange(group === DEFAULT ? { kind, name } : { kind, name, portgroup: group })}
      options={[
        { id: DEFAULT, label: t('hardware.default') },
        ...[...new Set([...known, ...(portgroup ? [portgroup] : [])])].map(one => ({
          id: one,
          label: one,
          ...(!known.includes(one) && { detail: t('hardware.goneNetwork') }),
        })),
      ]}
    />
  )
}
