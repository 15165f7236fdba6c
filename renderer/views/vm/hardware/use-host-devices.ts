// The devices of a machine's host, read when a form wants them.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { HostDevice } from '../../../../preload/model/host-device.ts'
import { ask } from '../../../store/client.ts'
import { errorOf } from '../../../store/words.ts'
import type { Editing } from './editing.ts'

export function useHostDevices({ target }: Editing) {
  const [devices, setDevices] = useState<readonly HostDevice[] | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const { host, vm } = target
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round reads the same again
  useEffect(() => {
    let over = false
    ask('vm.hostDevices', { host, vm }).then(
      found => over || setDevices(found),
      reason => over || setError(errorOf(reason)),
    )
    return () => {
      over = true
    }
  }, [host, vm, round])
  return { devices, error, readAgain: () => setRound(round + 1) }
}
