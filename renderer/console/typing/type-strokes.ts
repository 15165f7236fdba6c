// Types into a guest no faster than it takes what is typed. Nobody can be asked how fast that is: QEMU's PS/2 keyboard
// holds sixteen bytes, one sign may take eight of them, and what finds it full is lost.
import type { Display } from '../display.ts'
import type { Stroke } from './strokes.ts'

/** Between two strokes. */
export const PACES_MS = { normal: 40, slow: 150 } as const
export type Pace = keyof typeof PACES_MS

/**
 * @param onTyped told how many strokes are done
 * @returns whether all were typed; false when `signal` said to stop
 */
export async function typeStrokes(
  display: Pick<Display, 'sendKeys'>,
  strokes: readonly Stroke[],
  pace: Pace,
  signal: AbortSignal,
  onTyped: (count: number) => void,
): Promise<boolean> {
  for (const [n, { codes, sign }] of strokes.entries()) {
    if (signal.aborted) return false
    display.sendKeys(codes, sign)
    onTyped(n + 1)
    await new Promise(resolve => setTimeout(resolve, PACES_MS[pace]))
  }
  return true
}
