// Keys and mouse. Keys travel as scan codes of a PC keyboard (set 1), by place and not by letter; the guest has the
// layout. Motion is acknowledged in fours and held back when eight are open: what comes meanwhile is added up.
import type { Channel, Handle, Role } from '../channel.ts'
import { CHANNEL } from '../protocol.ts'
import { Writer } from '../wire.ts'

const FROM_SERVER = { init: 101, keyModifiers: 102, motionAck: 111 } as const
const TO_SERVER = {
  keyDown: 101,
  keyUp: 102,
  keyModifiers: 103,
  motion: 111,
  position: 112,
  press: 113,
  release: 114,
} as const

const MOTIONS_PER_ACK = 4
const MOTIONS_OPEN = 2 * MOTIONS_PER_ACK

/** Numbers of the protocol. */
export const BUTTON = { left: 1, middle: 2, right: 3, wheelUp: 4, wheelDown: 5, side: 6, extra: 7 } as const
/** Bits of the protocol. */
export const LOCK = { scroll: 1, num: 2, caps: 4 } as const

export interface InputsEvents {
  /** The guest's lock keys, as bits of LOCK. */
  onLocks(locks: number): void
}

export class InputsChannel implements Role {
  readonly name = { type: CHANNEL.inputs, id: 0 }
  readonly caps = []
  readonly #events: InputsEvents
  #channel: Channel | null = null
  #open = 0
  /** Where the pointer went while too many messages were open. */
  #heldPosition: { x: number; y: number; display: number } | null = null
  #heldMotion = { dx: 0, dy: 0 }
  /** Pressed buttons, bit = 1 << (number - 1). */
  #buttons = 0
  readonly #keysDown = new Set<number>()

  constructor(events: InputsEvents) {
    this.#events = events
  }

  readonly messages: Readonly<Record<number, Handle>> = {
    [FROM_SERVER.init]: body => this.#events.onLocks(body.u16()),
    [FROM_SERVER.keyModifiers]: body => this.#events.onLocks(body.u16()),
    [FROM_SERVER.motionAck]: () => this.#acknowledged(),
  }

  linked(channel: Channel): void {
    this.#channel = channel
  }

  /** @param scancode set 1; 0xe0xx for an extended key */
  key(scancode: number, down: boolean): void {
    if (down) this.#keysDown.add(scancode)
    else if (!this.#keysDown.delete(scancode)) return
    const body = new Writer(4).u32(wireCode(scancode, down)).done()
    this.#channel?.send(down ? TO_SERVER.keyDown : TO_SERVER.keyUp, body)
  }

  /** Nothing stays pressed in the guest when the window loses the keyboard. */
  releaseAll(): void {
    for (const scancode of [...this.#keysDown]) this.key(scancode, false)
    for (let button = 1; this.#buttons !== 0; button++) this.button(button, false)
  }

  /** @param locks bits of LOCK */
  setLocks(locks: number): void {
    this.#channel?.send(TO_SERVER.keyModifiers, new Writer(2).u16(locks).done())
  }

  /** Guest pixels, in client mode. */
  moveTo(x: number, y: number, display: number): void {
    this.#heldPosition = { x, y, display }
    this.#flush()
  }

  /** Guest pixels, in server mode. */
  moveBy(dx: number, dy: number): void {
    this.#heldMotion = { dx: this.#heldMotion.dx + dx, dy: this.#heldMotion.dy + dy }
    this.#flush()
  }

  button(button: number, down: boolean): void {
    const bit = 1 << (button - 1)
    if (!down && !(this.#buttons & bit)) return
    this.#buttons = down ? this.#buttons | bit : this.#buttons & ~bit
    const body = new Writer(3).u8(button).u16(this.#buttons).done()
    this.#channel?.send(down ? TO_SERVER.press : TO_SERVER.release, body)
  }

  #acknowledged(): void {
    this.#open = Math.max(0, this.#open - MOTIONS_PER_ACK)
    this.#flush()
  }

  #flush(): void {
    const held = this.#heldPosition
    if (held && this.#reserve()) {
      this.#heldPosition = null
      const body = new Writer(11).u32(held.x).u32(held.y).u16(this.#buttons).u8(held.display)
      this.#channel?.send(TO_SERVER.position, body.done())
    }
    const { dx, dy } = this.#heldMotion
    if ((dx !== 0 || dy !== 0) && this.#reserve()) {
      this.#heldMotion = { dx: 0, dy: 0 }
      this.#channel?.send(TO_SERVER.motion, new Writer(10).i32(dx).i32(dy).u16(this.#buttons).done())
    }
  }

  #reserve(): boolean {
    if (!this.#channel || this.#open >= MOTIONS_OPEN) return false
    this.#open++
    return true
  }
}

/** The bytes of the scan code, lowest first; a release has the high bit of its last byte set. */
export function wireCode(scancode: number, down: boolean): number {
  const released = down ? 0 : 0x80
  return scancode > 0xff ? 0xe0 | (((scancode & 0xff) | released) << 8) : scancode | released
}
