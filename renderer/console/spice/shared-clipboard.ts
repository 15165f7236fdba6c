// The page's side of a clipboard that a guest shares. The rule: only while this console has the keyboard does text go
// either way; a guest that is not looked at neither reads nor writes.
import type { ToWorker } from './worker/messages.ts'

/** This computer's clipboard. */
export interface HostClipboard {
  /** null: there is no text, or not for us. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
}

export interface SharedClipboard {
  setShared(on: boolean): void
  guestHasText(): void
  take(text: string): void
  guestWantsText(): void
  stop(): void
}

export function shareClipboard(
  canvas: HTMLCanvasElement,
  clipboard: HostClipboard,
  send: (message: ToWorker) => void,
): SharedClipboard {
  const stopping = new AbortController()
  const isLookedAt = () => document.hasFocus() && document.activeElement === canvas
  let shared = false
  let guestHas = false
  /** What both sides have: saying it again would take it from whoever copied it. */
  let common: string | null = null
  const offer = async () => {
    const text = await clipboard.read()
    if (!shared || !isLookedAt() || !text || text === common) return
    common = text
    send({ t: 'offerText' })
  }
  const meet = () => {
    if (!shared || !isLookedAt()) return
    if (guestHas) {
      guestHas = false
      send({ t: 'askText' })
    } else void offer()
  }
  canvas.addEventListener('focus', meet, { signal: stopping.signal })
  window.addEventListener('focus', meet, { signal: stopping.signal })
  return {
    setShared: on => {
      shared = on
      guestHas = false
      common = null
      send({ t: 'shareClipboard', on })
      meet()
    },
    guestHasText: () => {
      guestHas = true
      meet()
    },
    take: text => {
      if (!shared || !isLookedAt()) return
      common = text
      void clipboard.write(text)
    },
    guestWantsText: () => {
      const read = shared && isLookedAt() ? clipboard.read() : Promise.resolve(null)
      void read.then(text => send({ t: 'giveText', text: isLookedAt() ? text : null }))
    },
    stop: () => stopping.abort(),
  }
}
