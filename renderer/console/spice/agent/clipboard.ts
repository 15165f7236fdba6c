// The clipboard's text or picture, both ways and on demand: a side says what it has, the other asks for it when somebody
// pastes. Nothing is read from this computer before the guest asks, and whoever is asked may refuse.
import { type Reader, Writer } from '../wire.ts'
import { AGENT_MESSAGE, CLIPBOARD_TYPE } from './messages.ts'

/** The most text that goes either way, in bytes of UTF-8, and the largest picture, in bytes of PNG. */
export const LARGEST_TEXT_BYTES = 1 << 20
export const LARGEST_PICTURE_BYTES = 8 << 20

const SELECTION_CLIPBOARD = 0

export type ClipboardKind = 'text' | 'picture'

export type ClipboardContent =
  | { readonly kind: 'text'; readonly text: string }
  /** As PNG. */
  | { readonly kind: 'picture'; readonly png: Uint8Array<ArrayBuffer> }

const TYPE: Readonly<Record<ClipboardKind, number>> = {
  text: CLIPBOARD_TYPE.text,
  picture: CLIPBOARD_TYPE.png,
}

function kindOf(type: number): ClipboardKind | null {
  if (type === CLIPBOARD_TYPE.text) return 'text'
  return type === CLIPBOARD_TYPE.png ? 'picture' : null
}

export interface ClipboardEvents {
  /** The guest has something, text where it has both. Nothing has been fetched yet. */
  onGuestHas(kind: ClipboardKind): void
  /** What was asked for. */
  onContent(content: ClipboardContent): void
  /** The guest wants what this computer has: answer with `give`. */
  onWanted(kind: ClipboardKind): void
  /** What the guest gave is more than we take. */
  onTooLarge(): void
}

export class AgentClipboard {
  readonly #send: (type: number, body: Uint8Array) => void
  readonly #events: ClipboardEvents
  /** Which clipboard is meant stands before each message. */
  selections = false
  /** The guest's lines end with CR LF. */
  crLf = false
  isShared = false
  /** The guest asked and waits. */
  #wanted: ClipboardKind | 'other' | null = null

  constructor(send: (type: number, body: Uint8Array) => void, events: ClipboardEvents) {
    this.#send = send
    this.#events = events
  }

  /** Tells the guest what this computer has. */
  offer(kind: ClipboardKind): void {
    if (this.isShared) this.#say(AGENT_MESSAGE.clipboardGrab, this.#head().u32(TYPE[kind]))
  }

  ask(kind: ClipboardKind): void {
    if (this.isShared) this.#say(AGENT_MESSAGE.clipboardRequest, this.#head().u32(TYPE[kind]))
  }

  /** @param content null: there is none, or it is not for the guest */
  give(content: ClipboardContent | null): void {
    const wanted = this.#wanted
    if (!wanted) return
    this.#wanted = null
    const bytes = content?.kind === wanted && this.isShared ? this.#encode(content) : null
    const body = this.#head().u32(bytes && wanted !== 'other' ? TYPE[wanted] : CLIPBOARD_TYPE.none)
    this.#say(AGENT_MESSAGE.clipboard, bytes ? body.bytes(bytes) : body)
  }

  /** @returns whether the message was one of ours */
  take(type: number, body: Reader): boolean {
    if (type === AGENT_MESSAGE.clipboardRelease) return true
    const ours =
      type === AGENT_MESSAGE.clipboardGrab ||
      type === AGENT_MESSAGE.clipboardRequest ||
      type === AGENT_MESSAGE.clipboard
    if (!ours || !this.isShared || !this.#isMain(body)) return ours
    if (type === AGENT_MESSAGE.clipboardGrab) this.#grabbed(body)
    else if (type === AGENT_MESSAGE.clipboardRequest) this.#requested(body.u32())
    else this.#given(kindOf(body.u32()), body)
    return true
  }

  /** A message of the guest was more than is put together. */
  passedOver(type: number): void {
    if (type === AGENT_MESSAGE.clipboard && this.isShared) this.#events.onTooLarge()
  }

  /** X11's other selections follow the mouse, and are nobody's business here. */
  #isMain(body: Reader): boolean {
    if (!this.selections) return true
    const selection = body.u8()
    body.skip(3)
    return selection === SELECTION_CLIPBOARD
  }

  #grabbed(body: Reader): void {
    const kinds = new Set<ClipboardKind | null>()
    while (body.left >= 4) kinds.add(kindOf(body.u32()))
    if (kinds.has('text')) this.#events.onGuestHas('text')
    else if (kinds.has('picture')) this.#events.onGuestHas('picture')
  }

  #requested(type: number): void {
    const kind = kindOf(type)
    this.#wanted = kind ?? 'other'
    if (kind) this.#events.onWanted(kind)
    else this.give(null)
  }

  #given(kind: ClipboardKind | null, body: Reader): void {
    const bytes = body.rest()
    if (kind === 'text') {
      if (bytes.byteLength > LARGEST_TEXT_BYTES) return this.#events.onTooLarge()
      const text = new TextDecoder().decode(bytes).replace(/\0+$/, '')
      this.#events.onContent({ kind, text: this.crLf ? text.replace(/\r\n/g, '\n') : text })
    } else if (kind === 'picture') {
      if (bytes.byteLength > LARGEST_PICTURE_BYTES) return this.#events.onTooLarge()
      this.#events.onContent({ kind, png: new Uint8Array(bytes) })
    }
  }

  /** @returns null for what is more than goes over */
  #encode(content: ClipboardContent): Uint8Array | null {
    if (content.kind === 'picture')
      return content.png.byteLength <= LARGEST_PICTURE_BYTES ? content.png : null
    const lines = this.crLf ? content.text.replace(/\r?\n/g, '\r\n') : content.text
    const bytes = new TextEncoder().encode(lines)
    return bytes.byteLength <= LARGEST_TEXT_BYTES ? bytes : null
  }

  #head(): Writer {
    const writer = new Writer()
    return this.selections ? writer.u32(SELECTION_CLIPBOARD) : writer
  }

  #say(type: number, body: Writer): void {
    this.#send(type, body.done())
  }
}
