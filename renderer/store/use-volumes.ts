// The volumes of a pool, asked for when somebody is to choose one: main keeps no mirror of them.
import { useEffect, useState } from 'react'
import type { HostId } from '../../preload/model/ids.ts'
import type { Volume } from '../../preload/model/storage.ts'
import { ask } from './client.ts'

/** @param pool its UUID; none while it is empty. What cannot be read has no volumes to choose */
export function useVolumes(host: HostId, pool: string): readonly Volume[] {
  const [volumes, setVolumes] = useState<readonly Volume[]>([])
  useEffect(() => {
    let over = false
    if (pool)
      ask('storage.volumes', { host, pool }).then(
        found => over || setVolumes(found),
        () => over || setVolumes([]),
      )
    return () => {
      over = true
    }
  }, [host, pool])
  return volumes
}
