// One of a host's pools, with the room that is in each.
import type { HostId } from '../../../preload/model/ids.ts'
import { holdsFiles, type Pool } from '../../../preload/model/storage.ts'
import { formatBytes } from '../../format/bytes.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { Select } from '../../ui/Field/Field.tsx'

/** Those that are active. */
export function usePools(host: HostId): readonly Pool[] {
  const table = useMirror(state => state.objects.pool)
  return Object.values(table).filter(pool => pool.host === host && pool.active)
}

/** Those that hold files: a disk of whatever format can go there. */
export function useFilePools(host: HostId): readonly Pool[] {
  return usePools(host).filter(holdsFiles)
}

interface Props {
  readonly pools: readonly Pool[]
  readonly value: string
  readonly onChange: (pool: string) => void
}

export function PoolField({ pools, value, onChange }: Props) {
  const { t, language } = useWords()
  return (
    <Select
      label={t('wizard.pool')}
      value={value}
      onChange={onChange}
      options={pools.map(({ uuid, name, availableBytes, capacityBytes }) => ({
        id: uuid,
        label: name,
        detail: t('host.free', {
          free: formatBytes(availableBytes, language),
          total: formatBytes(capacityBytes, language),
        }),
      }))}
    />
  )
}
