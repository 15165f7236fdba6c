// What was done, said for a while. Errors do not go here: they stay where they belong until they are mended.
import { UNSTABLE_ToastQueue as AriaToastQueue } from 'react-aria-components'

export interface Toast {
  readonly text: string
  readonly action?: { readonly label: string; readonly onPress: () => void }
}

export type ToastQueue = AriaToastQueue<Toast>

const READING_MS = 6_000
/** Undo needs time to be thought of. */
const ACTION_MS = 10_000

export function createToasts(): ToastQueue {
  return new AriaToastQueue<Toast>({ maxVisibleToasts: 3 })
}

export function affirm(queue: ToastQueue, toast: Toast): void {
  queue.add(toast, { timeout: toast.action ? ACTION_MS : READING_MS })
}
