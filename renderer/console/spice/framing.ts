// Cuts a channel's bytes into messages: u16 type, u32 size, body ("mini header"). What lies whole in a batch is
// handed on as a view; only a message that spans batches is put together, and its room grows with what has come,
// never with what was announced. Rooms are used again: new memory for each picture costs more than the picture.
import { SpiceError } from './error.ts'

const HEADER_BYTES = 6
/** A raw picture of 8K with room to spare. */
const LARGEST_MESSAGE = 192 << 20
const FIRST_ROOM = 1 << 20
const SMALLEST_ROOM = 256 << 10
/** A larger room is for a picture that comes once. */
const LARGEST_KEPT = 8 << 20
const MOST_KEPT = 4
const NO_ROOM = new Uint8Array(0)

export type TakeMessage = (type: number, body: Uint8Array) => void

export class Framing {
  readonly #take: TakeMessage
  /** A message that is not whole yet, header included. */
  #part: Uint8Array = NO_ROOM
  #have = 0
  /** Hold messages that were handed on. */
  #lent: Uint8Array[] = []
  #free: Uint8Array[] = []

  constructor(take: TakeMessage) {
    this.#take = take
  }

  push(batch: Uint8Array): void {
    let at = this.#have > 0 ? this.#complete(batch) : 0
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength)
    while (batch.byteLength - at >= HEADER_BYTES) {
      const end = at + HEADER_BYTES + checkedSize(view.getUint32(at + 2, true))
      if (end > batch.byteLength) break
      this.#take(view.getUint16(at, true), batch.subarray(at + HEADER_BYTES, end))
      at = end
    }
    this.#keep(batch.subarray(at))
  }

  /** All that was handed on has been handled: nobody looks at it any more. */
  reuse(): void {
    for (const room of this.#lent)
      if (this.#free.length < MOST_KEPT && room.byteLength <= LARGEST_KEPT) this.#free.push(room)
    this.#lent = []
  }

  /** Takes from the batch what the kept message misses. @returns how much that was */
  #complete(batch: Uint8Array): number {
    let taken = this.#fill(batch, HEADER_BYTES)
    if (this.#have < HEADER_BYTES) return taken
    const view = new DataView(this.#part.buffer, this.#part.byteOffset)
    const whole = HEADER_BYTES + checkedSize(view.getUint32(2, true))
    taken += this.#fill(batch.subarray(taken), whole)
    if (this.#have < whole) return taken
    const message = this.#part.subarray(HEADER_BYTES, whole)
    this.#lent.push(this.#part)
    this.#part = NO_ROOM
    this.#have = 0
    this.#take(view.getUint16(0, true), message)
    return taken
  }

  #keep(rest: Uint8Array): void {
    if (rest.byteLength > 0) this.#fill(rest, this.#have + rest.byteLength)
  }

  #fill(from: Uint8Array, until: number): number {
    const count = Math.min(Math.max(0, until - this.#have), from.byteLength)
    const needed = this.#have + count
    if (needed > this.#part.byteLength) {
      const larger = this.#room(needed, Math.min(until, Math.max(FIRST_ROOM, 2 * needed)))
      larger.set(this.#part.subarray(0, this.#have))
      this.#part = larger
    }
    this.#part.set(from.subarray(0, count), this.#have)
    this.#have = needed
    return count
  }

  #room(needed: number, wanted: number): Uint8Array {
    const free = this.#free.findIndex(({ byteLength }) => byteLength >= needed)
    const [found] = free < 0 ? [] : this.#free.splice(free, 1)
    return found ?? new Uint8Array(Math.max(needed, wanted, SMALLEST_ROOM))
  }
}

function checkedSize(size: number): number {
  if (size > LARGEST_MESSAGE) throw new SpiceError('too-large', `a message of ${size} bytes`)
  return size
}
