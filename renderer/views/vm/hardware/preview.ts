// What changes would do, asked anew whenever they or the definition change.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { HardwareChange, HardwarePreview } from '../../../../preload/model/hardware.ts'
import { ask } from '../../../store/client.ts'
import { errorOf } from '../../../store/words.ts'
import type { Editing } from './editing.ts'

/** Typing is previewed when it pauses. */
const PAUSE_MS = 150

export interface Previewed {
  readonly preview: HardwarePreview | null
  readonly error: AppError | null
}

export function usePreview(
  { target, hardware }: Editing,
  changes: readonly HardwareChange[] | null,
): Previewed {
  const [previewed, setPreviewed] = useState<Previewed>({ preview: null, error: null })
  const { host, vm } = target
  const { revision } = hardware
  const asked = JSON.stringify(changes)
  useEffect(() => {
    const wanted = JSON.parse(asked) as HardwareChange[] | null
    let over = false
    const timer = setTimeout(() => {
      if (!wanted || wanted.length === 0) return setPreviewed({ preview: null, error: null })
      ask('vm.previewChange', { host, vm, base: revision, changes: wanted }).then(
        preview => over || setPreviewed({ preview, error: null }),
        reason => over || setPreviewed({ preview: null, error: errorOf(reason) }),
      )
    }, PAUSE_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [host, vm, revision, asked])
  return previewed
}
