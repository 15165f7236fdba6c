// The display channel: surfaces, what is drawn on them, what is kept for later. It knows no screen: whoever shows the
// primary surface asks it what changed.
import type { Channel, Handle, Role } from '../channel.ts'
import type { Canvas } from '../drawing/canvas.ts'
import { drawComposite } from '../drawing/composite.ts'
import {
  copyBits,
  type Draw,
  drawAlphaBlend,
  drawConstant,
  drawCopy,
  drawFill,
  drawOpaque,
  drawRop3,
  drawTransparent,
} from '../drawing/operations.ts'
import { ROP2 } from '../drawing/rop.ts'
import { drawStroke } from '../drawing/stroke.ts'
import { SURFACE_FORMAT, Surface } from '../drawing/surface.ts'
import { drawText } from '../drawing/text.ts'
import { SpiceError } from '../error.ts'
import { CACHE_PIXELS } from '../images/cache.ts'
import { WINDOW_PIXELS } from '../images/glz.ts'
import { type DecodeJpeg, Images } from '../images/images.ts'
import type { ChannelName, LinkReply } from '../link.ts'
import { MediaTime } from '../media-time.ts'
import { CHANNEL, hasCapability } from '../protocol.ts'
import { CODEC_CAP, type Codec, codecType } from '../video/codec.ts'
import { NO_VIDEO, type VideoPlatform } from '../video/platform.ts'
import type { VideoCounts } from '../video/stream.ts'
import { Streams } from '../video/streams.ts'
import { type Reader, Writer } from '../wire.ts'

const FROM_SERVER = {
  mode: 101,
  mark: 102,
  reset: 103,
  copyBits: 104,
  invalList: 105,
  invalAllPixmaps: 106,
  invalPalette: 107,
  invalAllPalettes: 108,
  drawFill: 302,
  drawOpaque: 303,
  drawCopy: 304,
  drawBlend: 305,
  drawBlackness: 306,
  drawWhiteness: 307,
  drawInvers: 308,
  drawRop3: 309,
  drawStroke: 310,
  drawText: 311,
  drawTransparent: 312,
  drawAlphaBlend: 313,
  streamCreate: 122,
  streamData: 123,
  streamClip: 124,
  streamDestroy: 125,
  streamDestroyAll: 126,
  surfaceCreate: 314,
  surfaceDestroy: 315,
  streamDataSized: 316,
  monitorsConfig: 317,
  drawComposite: 318,
  streamActivateReport: 319,
} as const

const TO_SERVER = { init: 101, streamReport: 102, preferredVideoCodec: 105 } as const
const CAP = {
  sizedStream: 0,
  monitorsConfig: 1,
  composite: 2,
  a8Surface: 3,
  streamReport: 4,
  lz4: 5,
  multiCodec: 8,
  preferredVideoCodec: 12,
} as const
/** Best first: what costs the least line for its picture, and can be encoded while it happens. */
const PREFERRED: readonly Codec[] = ['h264', 'vp8', 'vp9', 'h265', 'mjpeg']

const PRIMARY = 1 << 0
const RESOURCE_PICTURE = 1
/** All surfaces of a channel together: 1 GiB would be the tab's end. */
const MOST_SURFACE_PIXELS = 128 << 20
const MOST_SURFACES = 4096
const MOST_HEADS = 64

const DRAWINGS: Readonly<Record<number, Draw>> = {
  [FROM_SERVER.copyBits]: copyBits,
  [FROM_SERVER.drawFill]: drawFill,
  [FROM_SERVER.drawOpaque]: drawOpaque,
  [FROM_SERVER.drawCopy]: drawCopy,
  [FROM_SERVER.drawBlend]: drawCopy,
  [FROM_SERVER.drawBlackness]: drawConstant(ROP2.black),
  [FROM_SERVER.drawWhiteness]: drawConstant(ROP2.white),
  [FROM_SERVER.drawInvers]: drawConstant(ROP2.invert),
  [FROM_SERVER.drawRop3]: drawRop3,
  [FROM_SERVER.drawStroke]: drawStroke,
  [FROM_SERVER.drawText]: drawText,
  [FROM_SERVER.drawTransparent]: drawTransparent,
  [FROM_SERVER.drawAlphaBlend]: drawAlphaBlend,
  [FROM_SERVER.drawComposite]: drawComposite,
}

/** A monitor's part of a surface, in guest pixels. */
export interface Head {
  readonly id: number
  readonly surface: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface DisplayEvents {
  /** There is another primary surface, or none. */
  onPrimary(surface: Surface | null): void
  /** The picture is whole and may be shown. */
  onMark(): void
  onHeads(heads: readonly Head[]): void
  /** Something was drawn on the primary surface. */
  onDamage(): void
  /** A stream of video is over. */
  onVideo?(counts: VideoCounts): void
}

export class DisplayChannel implements Role, Canvas {
  readonly name: ChannelName
  /** Codecs are chosen from what we name. Where we name none, video comes as pictures. */
  readonly caps: readonly number[]
  readonly images: Images
  readonly messages: Readonly<Record<number, Handle>>
  readonly #events: DisplayEvents
  readonly #surfaces = new Map<number, Surface>()
  readonly #video: VideoPlatform
  readonly #streams: Streams
  #channel: Channel | null = null
  #primary: Surface | null = null
  #surfacePixels = 0

  constructor(
    id: number,
    decodeJpeg: DecodeJpeg,
    events: DisplayEvents,
    video: VideoPlatform = NO_VIDEO,
    time = new MediaTime(),
  ) {
    this.name = { type: CHANNEL.display, id }
    this.#events = events
    this.#video = video
    const forVideo = video.codecs.length > 0 ? [CAP.sizedStream, CAP.streamReport] : []
    const codecs = video.codecs.map(codec => CODEC_CAP[codec])
    this.caps = [
      CAP.monitorsConfig,
      CAP.composite,
      CAP.a8Surface,
      CAP.lz4,
      CAP.multiCodec,
      ...forVideo,
      ...codecs,
    ]
    this.#streams = new Streams(this, video, time, {
      onDrawn: () => events.onDamage(),
      onEnd: counts => events.onVideo?.(counts),
      sendReport: body => this.#channel?.send(TO_SERVER.streamReport, body),
    })
    this.images = new Images(decodeJpeg, surface => this.surface(surface))
    this.messages = {
      [FROM_SERVER.mode]: body => this.#setMode(body),
      [FROM_SERVER.mark]: () => this.#events.onMark(),
      [FROM_SERVER.reset]: () => this.#reset(),
      [FROM_SERVER.invalList]: body => this.#forget(body),
      // It also names messages of other channels to wait for. They share nothing with us, so there is no need.
      [FROM_SERVER.invalAllPixmaps]: () => this.images.cache.clear(),
      [FROM_SERVER.invalPalette]: body => this.images.palettes.forget(body.u64()),
      [FROM_SERVER.invalAllPalettes]: () => this.images.palettes.clear(),
      [FROM_SERVER.surfaceCreate]: body => this.#create(body),
      [FROM_SERVER.surfaceDestroy]: body => this.#destroy(body.u32()),
      [FROM_SERVER.streamCreate]: body => this.#streams.create(body),
      [FROM_SERVER.streamData]: body => this.#streams.data(body, false),
      [FROM_SERVER.streamDataSized]: body => this.#streams.data(body, true),
      [FROM_SERVER.streamClip]: body => this.#streams.clip(body),
      [FROM_SERVER.streamDestroy]: body => this.#streams.destroy(body.u32()),
      [FROM_SERVER.streamDestroyAll]: () => this.#streams.destroyAll(),
      [FROM_SERVER.streamActivateReport]: body => this.#streams.activateReport(body),
      [FROM_SERVER.monitorsConfig]: body => this.#events.onHeads(readHeads(body)),
      ...Object.fromEntries(
        Object.entries(DRAWINGS).map(([type, draw]) => [type, (body: Reader) => this.#draw(draw, body)]),
      ),
    }
  }

  /** u8 cache, i64 its size in pixels, u8 GLZ window, i32 its size in pixels. Each channel has its own of both. */
  linked(channel: Channel, { channelCaps }: Pick<LinkReply, 'channelCaps'>): void {
    this.#channel = channel
    const own = this.name.id + 1
    const init = new Writer(14).u8(own).u64(BigInt(CACHE_PIXELS)).u8(own).i32(WINDOW_PIXELS)
    channel.send(TO_SERVER.init, init.done())
    const codecs = PREFERRED.filter(codec => this.#video.codecs.includes(codec))
    if (codecs.length === 0 || !hasCapability(channelCaps, CAP.preferredVideoCodec)) return
    const preferred = codecs.reduce(
      (body, codec) => body.u8(codecType(codec)),
      new Writer(8).u8(codecs.length),
    )
    channel.send(TO_SERVER.preferredVideoCodec, preferred.done())
  }

  surface(id: number): Surface {
    const surface = this.#surfaces.get(id)
    if (!surface) throw new SpiceError('invalid', `there is no surface ${id}`)
    return surface
  }

  get primary(): Surface | null {
    return this.#primary
  }

  closed(): void {
    this.#reset()
  }

  #draw(draw: Draw, body: Reader): void | Promise<void> {
    const later = draw(body, this)
    if (later) return later.then(() => this.#events.onDamage())
    this.#events.onDamage()
  }

  #setMode(body: Reader): void {
    const [width, height, bits] = [body.u32(), body.u32(), body.u32()]
    this.#reset()
    this.#add(0, new Surface(width, height, bits === 16 ? SURFACE_FORMAT.rgb555 : SURFACE_FORMAT.xrgb), true)
  }

  /** u32 id, width, height, format, flags */
  #create(body: Reader): void {
    const [id, width, height, format] = [body.u32(), body.u32(), body.u32(), body.u32()]
    const flags = body.u32()
    this.#destroy(id)
    if (this.#surfaces.size >= MOST_SURFACES || this.#surfacePixels + width * height > MOST_SURFACE_PIXELS)
      throw new SpiceError('too-large', 'more surfaces than we hold')
    this.#add(id, new Surface(width, height, format), (flags & PRIMARY) !== 0)
  }

  #add(id: number, surface: Surface, primary: boolean): void {
    this.#surfaces.set(id, surface)
    this.#surfacePixels += surface.pixels.length
    if (!primary) return
    this.#primary = surface
    this.#events.onPrimary(surface)
  }

  #destroy(id: number): void {
    const surface = this.#surfaces.get(id)
    if (!surface) return
    this.#streams.leave(surface)
    this.#surfaces.delete(id)
    this.#surfacePixels -= surface.pixels.length
    if (surface !== this.#primary) return
    this.#primary = null
    this.#events.onPrimary(null)
  }

  #reset(): void {
    this.#streams.destroyAll()
    for (const id of [...this.#surfaces.keys()]) this.#destroy(id)
    this.images.cache.clear()
    this.images.palettes.clear()
    this.images.glz.clear()
  }

  /** u16 count, then (u8 kind, u64 id) each. */
  #forget(body: Reader): void {
    const count = body.count(body.u16(), 9)
    for (let n = 0; n < count; n++) {
      const kind = body.u8()
      const id = body.u64()
      if (kind === RESOURCE_PICTURE) this.images.cache.forget(id)
    }
  }
}

/** u16 count, u16 most there may be, then u32 id, surface, width, height, x, y, flags each. */
function readHeads(body: Reader): Head[] {
  const count = body.u16()
  body.skip(2)
  if (body.count(count, 28) > MOST_HEADS) throw new SpiceError('too-large', `${count} monitors`)
  return Array.from({ length: count }, () => {
    const [id, surface, width, height] = [body.u32(), body.u32(), body.u32(), body.u32()]
    const [x, y] = [body.u32(), body.u32()]
    body.skip(4)
    return { id, surface, x, y, width, height }
  })
}
