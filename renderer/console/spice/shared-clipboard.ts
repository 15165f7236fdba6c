// The page's side of a clipboard that a guest shares. The rule: only while this console has the keyboard does anything go
// either way; a guest that is not looked at neither reads nor writes.
import {
  type ClipboardContent,
  type ClipboardKind,
  LARGEST_PICTURE_BYTES,
  LARGEST_TEXT_BYTES,
} from './agent/clipboard.ts'
import type { ToWorker } from './worker/messages.ts'

/** This computer's clipboard. */
export interface HostClipboard {
  /** null: there is nothing, or not for us. */
  read(): Promise<ClipboardContent | null>
  write(content: ClipboardContent): Promise<void>
}

export interface SharedClipboard {
  setShared(on: boolean): void
  guestHas(kind: ClipboardKind): void
  take(content: ClipboardContent): void
  guestWants(kind: ClipboardKind): void
  /** The console has the keyboard now. */
  meet(): void
}

/**
 * @param isLookedAt whether the console has the keyboard
 * @param onTooLarge what is on this computer's clipboard is more than goes over; said once for it
 */
export function shareClipboard(
  isLookedAt: () => boolean,
  clipboard: HostClipboard,
  send: (message: ToWorker) => void,
  onTooLarge: () => void,
): SharedClipboard {
  let shared = false
  let guestHas: ClipboardKind | null = null
  /** What both sides have, or was said already: saying it again would take it from whoever copied it. */
  let common: ClipboardContent | null = null
  const offer = async () => {
    const content = await clipboard.read()
    if (!shared || !isLookedAt() || !content || isSame(content, common)) return
    common = content
    if (isTooLarge(content)) onTooLarge()
    else send({ t: 'offer', kind: content.kind })
  }
  const meet = () => {
    if (!shared || !isLookedAt()) return
    if (guestHas) {
      send({ t: 'ask', kind: guestHas })
      guestHas = null
    } else void offer()
  }
  return {
    setShared: on => {
      shared = on
      guestHas = null
      common = null
      send({ t: 'shareClipboard', on })
      meet()
    },
    guestHas: kind => {
      guestHas = kind
      meet()
    },
    take: content => {
      if (!shared || !isLookedAt()) return
      common = content
      void clipboard.write(content)
    },
    guestWants: kind => {
      const read = shared && isLookedAt() ? clipboard.read() : Promise.resolve(null)
      void read.then(content => {
        const isMeant = content?.kind === kind && isLookedAt()
        send({ t: 'give', content: isMeant ? content : null })
      })
    },
    meet,
  }
}

function isSame(a: ClipboardContent, b: ClipboardContent | null): boolean {
  if (a.kind === 'text') return b?.kind === 'text' && a.text === b.text
  return (
    b?.kind === 'picture' && a.png.length === b.png.length && a.png.every((byte, at) => byte === b.png[at])
  )
}

function isTooLarge(content: ClipboardContent): boolean {
  if (content.kind === 'picture') return content.png.byteLength > LARGEST_PICTURE_BYTES
  return new TextEncoder().encode(content.text).byteLength > LARGEST_TEXT_BYTES
}
