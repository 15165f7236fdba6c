// One stream of video: frames wait as bytes until their time, are decoded by the platform, and are drawn on the surface
// like any other picture. Where no sound is heard there is nothing to be in step with, and no frame waits.
import { lay, place } from '../drawing/canvas.ts'
import { isEmpty, type Rect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'
import { flipRows, type Picture } from '../images/picture.ts'
import type { MediaTime } from '../media-time.ts'
import type { Codec } from './codec.ts'
import type { FrameDecoder, VideoPlatform } from './platform.ts'

export interface StreamShape {
  readonly codec: Codec
  readonly topDown: boolean
  /** Of the encoded frames. */
  readonly width: number
  readonly height: number
  readonly destination: Rect
  readonly clip: readonly Rect[] | null
}

/** Where a frame goes, and how much of what is decoded is the frame. */
export interface FramePlace {
  readonly width: number
  readonly height: number
  readonly destination: Rect
}

/** What became of the frames. */
export interface VideoCounts {
  readonly codec: Codec
  readonly frames: number
  readonly drops: number
}

interface Frame {
  bytes: Uint8Array
  readonly time: number
  readonly at: FramePlace
}

/** Sound is never so late: a frame that says so is not believed. */
const LONGEST_WAIT_MS = 2_000
const MOST_WAITING_BYTES = 32 << 20
/** More than that many behind: a frame that nobody needs is passed over. */
const MOST_DECODING = 3

export class Stream {
  clip: readonly Rect[] | null
  readonly surface: Surface
  readonly #shape: StreamShape
  readonly #time: MediaTime
  readonly #drawn: () => void
  readonly #decoder: FrameDecoder
  #waiting: Frame[] = []
  #waitingBytes = 0
  /** Handed to the decoder, not drawn yet. */
  #decoding: Frame[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #frames = 0
  #drops = 0
  #over = false

  constructor(
    shape: StreamShape,
    surface: Surface,
    platform: VideoPlatform,
    time: MediaTime,
    drawn: () => void,
  ) {
    this.#shape = shape
    this.clip = shape.clip
    this.surface = surface
    this.#time = time
    this.#drawn = drawn
    this.#decoder = platform.open(shape.codec, {
      onFrame: (picture, at) => this.#show(picture, at),
      onLost: at => this.#lost(at),
    })
  }

  get counts(): VideoCounts {
    return { codec: this.#shape.codec, frames: this.#frames, drops: this.#drops }
  }

  /**
   * @param bytes copied where they have to wait
   * @param at null: where all of the stream's frames go
   */
  take(bytes: Uint8Array, time: number, at: FramePlace | null): void {
    this.#frames++
    const frame: Frame = { bytes, time, at: at ?? this.#shape }
    this.#waiting.push(frame)
    this.#waitingBytes += bytes.byteLength
    this.#pass()
    if (this.#waiting.at(-1) === frame) frame.bytes = bytes.slice()
  }

  close(): void {
    this.#over = true
    clearTimeout(this.#timer)
    this.#waiting = []
    this.#decoder.close()
  }

  /** Hands over what is due. */
  #pass(): void {
    clearTimeout(this.#timer)
    for (let frame = this.#waiting[0]; frame; frame = this.#waiting[0]) {
      const wait = this.#time.isHeard ? this.#time.until(frame.time) : 0
      if (wait > 1 && wait < LONGEST_WAIT_MS && this.#waitingBytes < MOST_WAITING_BYTES) {
        this.#timer = setTimeout(() => this.#pass(), wait)
        return
      }
      this.#waiting.shift()
      this.#waitingBytes -= frame.bytes.byteLength
      if (this.#shape.codec === 'mjpeg' && this.#decoding.length >= MOST_DECODING) this.#drops++
      else {
        this.#decoding.push(frame)
        this.#decoder.decode(frame.bytes, frame.time)
      }
    }
  }

  #lost(time: number): void {
    this.#drops++
    this.#decoding = this.#decoding.filter(frame => frame.time !== time)
  }

  #show(picture: Picture, time: number): void {
    if (this.#over) return
    const index = this.#decoding.findIndex(frame => frame.time === time)
    const frame = this.#decoding[index]
    if (!frame) return
    this.#decoding.splice(0, index + 1)
    const { width, height, destination } = frame.at
    if (!this.#shape.topDown) flipRows(picture.pixels, picture.width, picture.height)
    const { surface } = this
    const target = { surface, box: destination, clip: this.clip }
    // Encoders round sizes up.
    const part = {
      left: 0,
      top: 0,
      right: Math.min(width, picture.width),
      bottom: Math.min(height, picture.height),
    }
    if (isEmpty(part)) return
    lay(target, place(picture, part, target, false))
    this.#drawn()
  }
}
