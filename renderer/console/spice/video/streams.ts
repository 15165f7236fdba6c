// The display channel's streams: their messages, and the reports by which the server sees how its video gets on.
import type { Canvas } from '../drawing/canvas.ts'
import { readClip, readRect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'
import { SpiceError } from '../error.ts'
import { checkSize } from '../images/picture.ts'
import type { MediaTime } from '../media-time.ts'
import { type Reader, Writer } from '../wire.ts'
import { type Codec, codecOf } from './codec.ts'
import type { VideoPlatform } from './platform.ts'
import { type FramePlace, Stream, type VideoCounts } from './stream.ts'

const TOP_DOWN = 1
const MOST_STREAMS = 64
const NO_AUDIO_DELAY = 0xffffffff

/** What the server wants to be told of a stream, and what is to be told. */
interface Report {
  readonly unique: number
  readonly windowFrames: number
  readonly timeoutMs: number
  readonly since: number
  readonly first: number
  readonly framesBefore: number
  readonly dropsBefore: number
}

interface Open {
  readonly id: number
  readonly stream: Stream
  report: Report | null
  wanted: Pick<Report, 'unique' | 'windowFrames' | 'timeoutMs'> | null
}

export interface StreamsEvents {
  /** A frame was drawn. */
  onDrawn(): void
  /** A stream is over. */
  onEnd(counts: VideoCounts): void
  sendReport(body: Uint8Array): void
}

export class Streams {
  readonly #open = new Map<number, Open>()
  readonly #canvas: Canvas
  readonly #platform: VideoPlatform
  readonly #time: MediaTime
  readonly #events: StreamsEvents

  constructor(canvas: Canvas, platform: VideoPlatform, time: MediaTime, events: StreamsEvents) {
    this.#canvas = canvas
    this.#platform = platform
    this.#time = time
    this.#events = events
  }

  /** u32 surface, id, u8 flags, codec, u64 stamp, u32 width, height, source width, height, box, clip. */
  create(body: Reader): void {
    const surface = this.#canvas.surface(body.u32())
    const id = body.u32()
    const topDown = (body.u8() & TOP_DOWN) !== 0
    const codec = this.#known(body.u8())
    body.skip(8)
    const [width, height] = [body.u32(), body.u32()]
    checkSize(width, height)
    body.skip(8) // what it was in the guest: the box says where it goes
    const shape = {
      codec,
      topDown,
      width,
      height,
      destination: readRect(body),
      clip: readClip(body),
    }
    this.destroy(id)
    if (this.#open.size >= MOST_STREAMS) throw new SpiceError('too-large', 'more streams than we hold')
    const stream = new Stream(shape, surface, this.#platform, this.#time, () => this.#events.onDrawn())
    this.#open.set(id, { id, stream, report: null, wanted: null })
  }

  /** u32 id, multimedia time, [u32 width, height, box,] u32 size, frame. */
  data(body: Reader, sized: boolean): void {
    const open = this.#get(body.u32())
    const time = body.u32()
    const at: FramePlace | null = sized ? readPlace(body) : null
    const bytes = body.bytes(body.u32())
    this.#note(open, time)
    open.stream.take(bytes, time, at)
    this.#report(open, time)
  }

  clip(body: Reader): void {
    this.#get(body.u32()).stream.clip = readClip(body)
  }

  destroy(id: number): void {
    const open = this.#open.get(id)
    if (!open) return
    this.#open.delete(id)
    open.stream.close()
    this.#events.onEnd(open.stream.counts)
  }

  /** A surface goes, and what is shown on it. */
  leave(surface: Surface): void {
    for (const [id, { stream }] of [...this.#open]) if (stream.surface === surface) this.destroy(id)
  }

  destroyAll(): void {
    for (const id of [...this.#open.keys()]) this.destroy(id)
  }

  /** u32 id, unique, window in frames, timeout in milliseconds. */
  activateReport(body: Reader): void {
    const open = this.#get(body.u32())
    open.wanted = { unique: body.u32(), windowFrames: body.u32(), timeoutMs: body.u32() }
    open.report = null
  }

  #known(type: number): Codec {
    const codec = codecOf(type)
    if (!codec || !this.#platform.codecs.includes(codec))
      throw new SpiceError('unsupported', `video of type ${type}`)
    return codec
  }

  #get(id: number): Open {
    const open = this.#open.get(id)
    if (!open) throw new SpiceError('invalid', `there is no stream ${id}`)
    return open
  }

  /** A report begins with its first frame. */
  #note(open: Open, time: number): void {
    if (!open.wanted || open.report) return
    const { frames, drops } = open.stream.counts
    open.report = {
      ...open.wanted,
      since: performance.now(),
      first: time,
      framesBefore: frames,
      dropsBefore: drops,
    }
  }

  /** u32 id, unique, first and last time, frames, drops, i32 how early the last is, u32 how late sound is. */
  #report(open: Open, time: number): void {
    const { report } = open
    if (!report) return
    const { frames, drops } = open.stream.counts
    const count = frames - report.framesBefore
    if (count < report.windowFrames && performance.now() - report.since < report.timeoutMs) return
    const early = Math.round(this.#time.until(time))
    const body = new Writer(32).u32(open.id).u32(report.unique).u32(report.first).u32(time)
    body
      .u32(count)
      .u32(drops - report.dropsBefore)
      .i32(early)
    this.#events.sendReport(body.u32(this.#time.isHeard ? Math.max(0, early) : NO_AUDIO_DELAY).done())
    open.report = null
  }
}

/** u32 width, height, box. */
function readPlace(body: Reader): FramePlace {
  const [width, height] = [body.u32(), body.u32()]
  checkSize(width, height)
  return { width, height, destination: readRect(body) }
}
