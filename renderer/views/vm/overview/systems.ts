// The operating systems that are known by name.
import { useEffect, useState } from 'react'
import type { OsFacts } from '../../../../preload/model/os.ts'
import { ask } from '../../../store/client.ts'

/** None until they are read. */
export function useSystems(): readonly OsFacts[] {
  const [systems, setSystems] = useState<readonly OsFacts[]>([])
  useEffect(() => {
    let over = false
    ask('create.systems', undefined).then(
      found => over || setSystems(found),
      () => undefined, // the name is not shown then
    )
    return () => {
      over = true
    }
  }, [])
  return systems
}
