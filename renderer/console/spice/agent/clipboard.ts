// The clipboard's text, both ways and on demand: a side says that it has some, the other asks for it when somebody
// pastes. Nothing is read from this computer before the guest asks, and whoever is asked may refuse.
import { type Reader, Writer } from '../wire.ts'
import { AGENT_MESSAGE, CLIPBOARD_TYPE } from './messages.ts'

/** The most text that goes either way, in bytes of UTF-8. */
export const LARGEST_TEXT_BYTES = 1 << 20

const SELECTION_CLIPBOARD = 0

export interface ClipboardEvents {
  /** The guest has text. Nothing has been fetched yet. */
  onGuestText(): void
  /** The text that was asked for. */
  onText(text: string): void
  /** The guest wants this computer's text: answer with `giveText`. */
  onWanted(): void
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
  #wanted = false

  constructor(send: (type: number, body: Uint8Array) => void, events: ClipboardEvents) {
    this.#send = send
    this.#events = events
  }

  /** Tells the guest that this computer has text. */
  offerText(): void {
    if (this.isShared) this.#say(AGENT_MESSAGE.clipboardGrab, this.#head().u32(CLIPBOARD_TYPE.text))
  }

  askText(): void {
    if (this.isShared) this.#say(AGENT_MESSAGE.clipboardRequest, this.#head().u32(CLIPBOARD_TYPE.text))
  }

  /** @param text null: there is none, or it is not for the guest */
  giveText(text: string | null): void {
    if (!this.#wanted) return
    this.#wanted = false
    const lines = this.crLf ? text?.replace(/\r?\n/g, '\r\n') : text
    const bytes = new TextEncoder().encode(lines ?? '')
    const given = text !== null && this.isShared && bytes.byteLength <= LARGEST_TEXT_BYTES
    const body = this.#head().u32(given ? CLIPBOARD_TYPE.text : CLIPBOARD_TYPE.none)
    this.#say(AGENT_MESSAGE.clipboard, given ? body.bytes(bytes) : body)
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
    else if (body.u32() === CLIPBOARD_TYPE.text) this.#given(body)
    return true
  }

  /** X11's other selections follow the mouse, and are nobody's business here. */
  #isMain(body: Reader): boolean {
    if (!this.selections) return true
    const selection = body.u8()
    body.skip(3)
    return selection === SELECTION_CLIPBOARD
  }

  #grabbed(body: Reader): void {
    while (body.left >= 4) if (body.u32() === CLIPBOARD_TYPE.text) return this.#events.onGuestText()
  }

  #requested(type: number): void {
    this.#wanted = true
    if (type === CLIPBOARD_TYPE.text) this.#events.onWanted()
    else this.giveText(null)
  }

  #given(body: Reader): void {
    const bytes = body.rest()
    if (bytes.byteLength > LARGEST_TEXT_BYTES) return
    const text = new TextDecoder().decode(bytes).replace(/\0+$/, '')
    this.#events.onText(this.crLf ? text.replace(/\r\n/g, '\n') : text)
  }

  #head(): Writer {
    const writer = new Writer()
    return this.selections ? writer.u32(SELECTION_CLIPBOARD) : writer
  }

  #say(type: number, body: Writer): void {
    this.#send(type, body.done())
  }
}
