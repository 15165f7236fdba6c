// A volume of a pool, for a disk to be made of.
import type { HostId } from '../../../../../preload/model/ids.ts'
import type { Volume } from '../../../../../preload/model/storage.ts'
import { formatBytes } from '../../../../format/bytes.ts'
import { useVolumes } from '../../../../store/use-volumes.ts'
import { useWords } from '../../../../store/words.ts'
import { Select } from '../../../../ui/Field/Field.tsx'

interface Props {
  readonly host: HostId
  readonly pool: string
  readonly chosen: Volume | null
  readonly onChange: (volume: Volume | null) => void
}

export function VolumeField({ host, pool, chosen, onChange }: Props) {
  const { t, language } = useWords()
  const volumes = useVolumes(host, pool)
  return (
    <Select
      label={t('wizard.volume')}
      value={chosen?.name ?? null}
      onChange={id => onChange(volumes.find(({ name }) => name === id) ?? null)}
      options={volumes.map(({ name, capacityBytes }) => ({
        id: name,
        label: name,
        detail: formatBytes(capacityBytes, language),
      }))}
    />
  )
}
