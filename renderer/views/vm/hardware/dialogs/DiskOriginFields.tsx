// What a disk is made of: new in a pool, a volume that is there, a file or device of the host, or a server's.
import { useState } from 'react'
import type { DiskOrigin } from '../../../../../preload/model/hardware.ts'
import type { HostId } from '../../../../../preload/model/ids.ts'
import type { Volume } from '../../../../../preload/model/storage.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { NumberField } from '../../../../ui/Field/Field.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup/RadioGroup.tsx'
import { PoolField, usePools } from '../../PoolField.tsx'
import { type NetworkDisk, NetworkFields, NO_SERVER, networkOrigin } from './NetworkFields.tsx'
import { PathField } from './PathField.tsx'
import { VolumeField } from './VolumeField.tsx'

export type From = DiskOrigin['kind']

/** All that was entered, also for the kinds that are not chosen now. */
export interface Entered {
  readonly from: From
  readonly pool: string
  readonly volume: Volume | null
  readonly path: string
  readonly sizeGiB: number
  readonly server: NetworkDisk
}

/** The first kind that this host can do, and the first pool. */
export function useEntered(host: HostId, kinds: readonly From[]) {
  const pools = usePools(host)
  return useState<Entered>({
    from: kinds.find(kind => pools.length > 0 || !IN_POOL.has(kind)) ?? 'file',
    pool: pools[0]?.uuid ?? '',
    volume: null,
    path: '',
    sizeGiB: 20,
    server: NO_SERVER,
  })
}

const IN_POOL: ReadonlySet<From> = new Set(['new', 'volume'])

/** Null while something is missing. */
export function originOf({ from, pool, volume, path, sizeGiB, server }: Entered): DiskOrigin | null {
  switch (from) {
    case 'new':
      return pool !== '' && sizeGiB > 0 ? { kind: from, pool, sizeGiB } : null
    case 'volume':
      return pool !== '' && volume ? { kind: from, pool, volume: volume.name } : null
    case 'file':
      return path.startsWith('/') ? { kind: from, path } : null
    case 'network':
      return networkOrigin(server)
    case 'none':
      return { kind: from }
  }
}

/** Of what is there already; empty for anything else. */
export function pathOf({ from, path, volume }: Entered): string {
  return from === 'file' ? path : from === 'volume' ? (volume?.path ?? '') : ''
}

interface Props {
  readonly host: HostId
  readonly kinds: readonly From[]
  readonly entered: Entered
  readonly onChange: (entered: Entered) => void
}

export function DiskOriginFields({ host, kinds, entered, onChange }: Props) {
  const { t } = useWords()
  const pools = usePools(host)
  const { from, pool } = entered
  const set = (part: Partial<Entered>) => onChange({ ...entered, ...part })
  return (
    <>
      <RadioGroup
        label={t('hardware.from')}
        value={from}
        onChange={id => set({ from: id as From })}
        options={kinds.map(id => ({
          id,
          label: t(`hardware.origin.${id}`),
          ...(IN_POOL.has(id) &&
            pools.length === 0 && { isDisabled: true, description: t('hardware.why.noPool') }),
        }))}
      />
      {IN_POOL.has(from) && (
        <PoolField pools={pools} value={pool} onChange={id => set({ pool: id, volume: null })} />
      )}
      {from === 'new' && (
        <NumberField
          label={t('wizard.size')}
          unit="GiB"
          min={0.001}
          value={entered.sizeGiB}
          onChange={sizeGiB => set({ sizeGiB })}
          more={t('common.increase')}
          less={t('common.decrease')}
        />
      )}
      {from === 'volume' && (
        <VolumeField host={host} pool={pool} chosen={entered.volume} onChange={volume => set({ volume })} />
      )}
      {from === 'file' && <PathField host={host} path={entered.path} onChange={path => set({ path })} />}
      {from === 'network' && <NetworkFields disk={entered.server} onChange={server => set({ server })} />}
    </>
  )
}

/** Two machines that write to one disk destroy what is on it. */
export function UsedBy({ host, path }: { readonly host: HostId; readonly path: string }) {
  const { t } = useWords()
  const table = useMirror(state => state.objects.vm)
  const users = Object.values(table).filter(
    vm => vm.host === host && vm.disks.some(({ source }) => 'path' in source && source.path === path),
  )
  if (users.length === 0) return null
  return (
    <Banner kind="warning" title={t('hardware.usedBy', { vms: users.map(({ name }) => name).join(', ') })} />
  )
}
