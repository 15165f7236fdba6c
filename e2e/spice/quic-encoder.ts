// Writes QUIC pictures as a server does, so that the native client judges whether we read them as they are meant. The
// format's tables are our decoder's own (quic-model.ts): one that were wrong would be wrong for the native client too,
// and show.
import { CodeFamily } from '../../renderer/console/spice/images/quic-model.ts'
import { image, type Part } from './draw.ts'
import { sample } from './pictures.ts'
import { ChannelModels, Schedule } from './quic-learning.ts'

export const QUIC = { gray: 1, rgb16: 2, rgb24: 3, rgb32: 4, rgba: 5 } as const
const LONGEST_CODE = 26
const RUN_BITS = [
  ...[0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7],
  ...[8, 9, 10, 11, 12, 13, 14, 15],
]

class Bits {
  readonly #words: number[] = []
  #word = 0
  #free = 32

  write(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) {
      this.#word = ((this.#word << 1) | ((value >>> bit) & 1)) >>> 0
      if (--this.#free > 0) continue
      this.#words.push(this.#word)
      this.#word = 0
      this.#free = 32
    }
  }

  /** A word of zeros at the end, as the format has it. */
  done(): number[] {
    this.write(0, this.#free)
    this.write(0, 32)
    return this.#words
  }
}

class Plane {
  readonly #family: CodeFamily
  readonly #models: ChannelModels
  readonly #schedule = new Schedule()
  readonly #folded: readonly number[]
  /** By channel, row after row. */
  readonly #values: readonly Uint8Array[]
  readonly #width: number
  #runState = 0

  constructor(bits: number, values: readonly Uint8Array[], width: number) {
    this.#family = new CodeFamily(bits)
    this.#models = new ChannelModels(this.#family, values.length, width)
    this.#values = values
    this.#width = width
    const { mask } = this.#family
    // Even residuals go up, odd ones down.
    this.#folded = Array.from({ length: 1 << bits }, (_, step) =>
      step <= mask >> 1 ? 2 * step : 2 * (mask - step) + 1,
    )
  }

  writeRow(bits: Bits, y: number): void {
    const schedule = this.#schedule
    let x = 0
    while (!schedule.settled && schedule.left <= this.#width - x) {
      const end = x + schedule.left
      if (end > x) this.#writePart(bits, y, x, end)
      x = end
      schedule.rarer()
    }
    if (x < this.#width) {
      this.#writePart(bits, y, x, this.#width)
      if (!schedule.settled) schedule.left -= this.#width - x
    }
    this.#models.endRow()
  }

  #writePart(bits: Bits, y: number, start: number, end: number): void {
    const schedule = this.#schedule
    let learnAt = start + schedule.wait
    let lastRun = 0
    for (let x = start; x < end; ) {
      if (y > 0 && x > 2 && x !== lastRun && this.#isFlat(x, y)) {
        let length = 0
        while (x + length < end && this.#same(x + length, y, x - 1, y)) length++
        this.#writeRun(bits, length)
        lastRun = x
        x += length
        learnAt += length
        continue
      }
      for (const [channel, values] of this.#values.entries()) this.#writeValue(bits, channel, values, x, y)
      if (x === learnAt) {
        this.#models.learn(x, schedule.trigger)
        learnAt = x + 1 + schedule.throwDice()
      }
      x++
    }
    schedule.wait = learnAt - end
  }

  #writeValue(bits: Bits, channel: number, values: Uint8Array, x: number, y: number): void {
    const at = y * this.#width + x
    const left = x > 0 ? (values[at - 1] ?? 0) : 0
    const above = y > 0 ? (values[at - this.#width] ?? 0) : 0
    const predicted = x > 0 && y > 0 ? (left + above) >> 1 : left + above
    const value = this.#folded[((values[at] ?? 0) - predicted) & this.#family.mask] ?? 0
    const { residuals, stride, best } = this.#models
    const before = channel * stride + x
    const code = best[channel * 8 + (this.#family.bucketOf[residuals[before] ?? 0] ?? 0)] ?? 0
    residuals[before + 1] = value
    const prefix = Math.min(LONGEST_CODE - this.#family.bits, (1 << (this.#family.bits - code)) - 1)
    const plain = prefix << code
    if (value < plain) {
      bits.write(0, value >> code)
      bits.write(1, 1)
      bits.write(value, code)
    } else bits.write(value - plain, this.#family.lengthOf(value, code))
  }

  #writeRun(bits: Bits, length: number): void {
    let left = length
    const size = () => RUN_BITS[this.#runState] ?? 0
    while (left >= 1 << size()) {
      left -= 1 << size()
      bits.write(1, 1)
      this.#runState = Math.min(this.#runState + 1, RUN_BITS.length - 1)
    }
    bits.write(0, 1)
    bits.write(left, size())
    this.#runState = Math.max(this.#runState - 1, 0)
  }

  #isFlat(x: number, y: number): boolean {
    return this.#same(x - 1, y, x - 2, y) && this.#same(x, y - 1, x - 1, y - 1)
  }

  #same(x: number, y: number, otherX: number, otherY: number): boolean {
    const [at, other] = [y * this.#width + x, otherY * this.#width + otherX]
    return this.#values.every(values => values[at] === values[other])
  }
}

export function quic(type: number, width: number, height: number): Part {
  const { bytes } = encodeQuic(type, width, height)
  return image(1, width, height, body => body.u32(bytes.length).bytes(bytes))
}

/** Ramps, noise, and a flat quarter for runs. `red` is what was written of that channel. */
export function encodeQuic(
  type: number,
  width: number,
  height: number,
): { bytes: Uint8Array; red: Uint8Array } {
  const pixels = sample(width, height, 6)
  const depth = type === QUIC.rgb16 ? 5 : 8
  const channel = (place: number) =>
    Uint8Array.from({ length: width * height }, (_, n) => {
      const isFlat = n % width > width / 2 && Math.floor(n / width) < height / 2
      const value = isFlat
        ? 40 * (place + 1) + (n % width > 0.8 * width ? 30 : 0)
        : (pixels[4 * n + place] ?? 0)
      return value >> (8 - depth)
    })
  const alpha = Uint8Array.from({ length: width * height }, (_, n) => 255 - ((n * 3) & 63))
  const [blue, green, red] = [channel(0), channel(1), channel(2)]
  const planes = [new Plane(depth, type === QUIC.gray ? [red] : [red, green, blue], width)]
  if (type === QUIC.rgba) planes.push(new Plane(8, [alpha], width))
  const bits = new Bits()
  for (let y = 0; y < height; y++) for (const plane of planes) plane.writeRow(bits, y)
  const words = Uint32Array.from([0x43495551, 0, type, width, height, ...bits.done()])
  return { bytes: new Uint8Array(words.buffer), red }
}
