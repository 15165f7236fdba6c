// Reads all that a VNC server says once the way is open, and passes on only what is as it must be: sizes, counts and
// places are bounded before the window's client sees them (RFC 6143, 7.3.2, 7.6, 7.7). A server that says anything else
// is left, with a reason. Pictures are not unpacked here: only their lengths are read.
import { AppFailure } from '../../../preload/model/error.ts'
import { ENCODING } from './encodings.ts'
import { PixelAllowance } from './pixel-allowance.ts'

/** 8K and a little. */
const MOST_PIXELS = 36 << 20
const LONGEST_SIDE = 16_384
const LONGEST_NAME = 4_096
const LARGEST_TEXT = 1 << 20
const LARGEST_CURSOR = 256
const MOST_SCREENS = 16
const PIXEL_BYTES = 4
/** Tight leaves out the byte that says nothing. */
const TIGHT_PIXEL_BYTES = 3

/** Asks for so many bytes, or with a negative number lets as many pass unseen. */
type Reading = Generator<number, void, Buffer>

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export class ServerCheck {
  readonly #pass: (bytes: Uint8Array) => void
  readonly #reading: Reading
  readonly #allowance: PixelAllowance
  #screen = { width: 0, height: 0 }
  #held: Buffer = Buffer.alloc(0)
  #wanted: number

  /** @param now milliseconds of a clock that only goes on */
  constructor(pass: (bytes: Uint8Array) => void, now: () => number = () => performance.now()) {
    this.#pass = pass
    this.#allowance = new PixelAllowance(now)
    this.#reading = this.#session()
    this.#wanted = this.#reading.next().value as number
  }

  /** Throws AppFailure. What was good before it has been passed on. */
  push(bytes: Buffer): void {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    let at = 0
    try {
      for (;;) {
        const unseen = this.#wanted < 0
        const size = Math.abs(this.#wanted)
        const here = Math.min(size, all.length - at)
        if (unseen && here < size) {
          this.#wanted += here
          at += here
          break
        }
        if (here < size) break
        const part = all.subarray(at, at + size)
        this.#wanted = this.#reading.next(part).value as number
        at += size
      }
    } finally {
      this.#held = all.subarray(at)
      if (at > 0) this.#pass(all.subarray(0, at))
    }
  }

  *#session(): Reading {
    // ServerInit: u16 width, height; 16 bytes of pixel format, which the client changes at once; u32 length of the name
    const init = yield 24
    this.#resize(init.readUInt16BE(0), init.readUInt16BE(2))
    yield* skip(bounded(init.readUInt32BE(20), LONGEST_NAME, 'a name'))
    for (;;) {
      const [type] = yield 1
      if (type === 0) yield* this.#update()
      else if (type === 3) yield* readText()
      else if (type !== 2) throw wrong(`a message of type ${type}`) // 2 is a bell
    }
  }

  /** u8 nothing, u16 count, then rectangles: u16 x, y, width, height, i32 encoding, and what that takes. */
  *#update(): Reading {
    const count = (yield 3).readUInt16BE(1)
    for (let n = 0; n < count; n++) {
      const head = yield 12
      const box: Box = {
        x: head.readUInt16BE(0),
        y: head.readUInt16BE(2),
        width: head.readUInt16BE(4),
        height: head.readUInt16BE(6),
      }
      const encoding = head.readInt32BE(8)
      if (encoding === ENCODING.lastRect) return
      yield* this.#rectangle(encoding, box)
    }
  }

  *#rectangle(encoding: number, box: Box): Reading {
    switch (encoding) {
      case ENCODING.raw:
        this.#draws(box)
        return yield* skip(box.width * box.height * PIXEL_BYTES)
      case ENCODING.copyRect: {
        this.#draws(box)
        const from = yield 4
        return this.#mustBeInside({ ...box, x: from.readUInt16BE(0), y: from.readUInt16BE(2) })
      }
      case ENCODING.hextile:
        this.#draws(box)
        return yield* readHextile(box)
      case ENCODING.tight:
        this.#draws(box)
        return yield* readTight(box)
      case ENCODING.cursor:
        return yield* readCursor(box)
      case ENCODING.desktopSize:
        return this.#resize(box.width, box.height)
      case ENCODING.extendedDesktopSize:
        return yield* this.#readScreens(box)
      case ENCODING.desktopName:
        return yield* skip(bounded((yield 4).readUInt32BE(0), LONGEST_NAME, 'a name'))
      case ENCODING.led:
        yield 1
        return
      case ENCODING.extendedKey:
        return
      default:
        throw wrong(`an encoding that was not asked for (${encoding})`)
    }
  }

  /** u8 count, 3 of nothing, 16 a screen. A refusal of a size that was asked for has a status in y. */
  *#readScreens({ y: status, width, height }: Box): Reading {
    const [count = 0] = yield 4
    yield* skip(16 * bounded(count, MOST_SCREENS, 'screens'))
    if (status === 0) this.#resize(width, height)
  }

  #resize(width: number, height: number): void {
    if (
      width === 0 ||
      height === 0 ||
      width > LONGEST_SIDE ||
      height > LONGEST_SIDE ||
      width * height > MOST_PIXELS
    )
      throw wrong(`a screen of ${width} × ${height}`)
    this.#screen = { width, height }
    if (!this.#allowance.resize(width * height)) throw wrong('more than can be drawn')
  }

  #draws(box: Box): void {
    if (box.width === 0 || box.height === 0) throw wrong('an empty rectangle')
    this.#mustBeInside(box)
    if (!this.#allowance.take(box.width * box.height)) throw wrong('more than can be drawn')
  }

  #mustBeInside({ x, y, width, height }: Box): void {
    if (x + width > this.#screen.width || y + height > this.#screen.height)
      throw wrong(`a rectangle beyond the screen (${x}, ${y}, ${width} × ${height})`)
  }
}

/** ServerCutText: 3 of nothing, i32 length; below zero it is of the extended kind, which was not asked for. */
function* readText(): Reading {
  const size = (yield 7).readInt32BE(3)
  yield* skip(bounded(size, LARGEST_TEXT, 'a text'))
}

/** Pixels, and a bit each for what is seen of them. */
function* readCursor({ width, height }: Box): Reading {
  bounded(Math.max(width, height), LARGEST_CURSOR, 'a pointer')
  yield* skip(width * height * PIXEL_BYTES + Math.ceil(width / 8) * height)
}

const HEXTILE = { raw: 1, background: 2, foreground: 4, subrects: 8, coloured: 16 } as const
const TILE = 16

/** Tiles of 16 × 16: u8 what is there; raw pixels, or colours and small rectangles of two bytes, or of two and a colour. */
function* readHextile({ width, height }: Box): Reading {
  for (let y = 0; y < height; y += TILE)
    for (let x = 0; x < width; x += TILE) {
      const [kind = 0] = yield 1
      if (kind > 30) throw wrong(`a tile of kind ${kind}`)
      if (kind & HEXTILE.raw) {
        yield* skip(Math.min(TILE, width - x) * Math.min(TILE, height - y) * PIXEL_BYTES)
        continue
      }
      const colours = (kind & HEXTILE.background ? 1 : 0) + (kind & HEXTILE.foreground ? 1 : 0)
      yield* skip(colours * PIXEL_BYTES)
      if ((kind & HEXTILE.subrects) === 0) continue
      const [count = 0] = yield 1
      yield* skip(count * (kind & HEXTILE.coloured ? 2 + PIXEL_BYTES : 2))
    }
}

const TIGHT = { fill: 8, ownFilter: 4 } as const
const FILTER = { copy: 0, palette: 1, gradient: 2 } as const
/** Less is not packed. */
const TIGHT_PACKED_BYTES = 12

/**
 * u8 control: which zlib streams begin anew (low half), and what follows (high half): one colour, or pixels through a
 * filter, packed where they are more than a few. How many there must be once unpacked follows from the rectangle.
 */
function* readTight({ width, height }: Box): Reading {
  const control = ((yield 1)[0] ?? 0) >>> 4
  if (control === TIGHT.fill) return yield* skip(TIGHT_PIXEL_BYTES)
  if (control > TIGHT.fill) throw wrong('a picture in a format that was not asked for')
  let unpacked = width * height * TIGHT_PIXEL_BYTES
  if (control & TIGHT.ownFilter) {
    const [filter] = yield 1
    if (filter === FILTER.palette) {
      const colours = ((yield 1)[0] ?? 0) + 1
      yield* skip(colours * TIGHT_PIXEL_BYTES)
      unpacked = colours <= 2 ? Math.ceil(width / 8) * height : width * height
    } else if (filter !== FILTER.copy && filter !== FILTER.gradient) throw wrong(`filter ${filter}`)
  }
  yield* skip(unpacked < TIGHT_PACKED_BYTES ? unpacked : yield* readCompactLength())
}

/** Seven bits a byte, the lowest first; the highest bit says that another follows; the third has eight. */
function* readCompactLength(): Generator<number, number, Buffer> {
  const [first = 0] = yield 1
  if ((first & 0x80) === 0) return first
  const [second = 0] = yield 1
  const low = (first & 0x7f) | ((second & 0x7f) << 7)
  if ((second & 0x80) === 0) return low
  const [third = 0] = yield 1
  return low | (third << 14)
}

function* skip(bytes: number): Reading {
  if (bytes > 0) yield -bytes
}

function bounded(value: number, most: number, what: string): number {
  if (value < 0 || value > most) throw wrong(`${what} of ${value}`)
  return value
}

function wrong(what: string): AppFailure {
  return new AppFailure('console.protocol', {}, { detail: `the server sent ${what}` })
}
