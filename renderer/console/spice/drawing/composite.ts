// COMPOSITE: the Render extension's one operation. Each pixel of the source, times the mask's, is laid on the destination
// by one of Porter and Duff's rules. Sampled and rounded as pixman does it.
import { SpiceError } from '../error.ts'
import type { Soon } from '../images/images.ts'
import { OPAQUE, type Picture } from '../images/picture.ts'
import type { Reader } from '../wire.ts'
import { addBytes, multiplyBytes } from './blend.ts'
import { afterAll, type Canvas, notItself, paint, readTarget } from './canvas.ts'
import type { Point } from './geometry.ts'
import { type Fetch, nearest, ONE, smooth } from './scale.ts'
import { Surface } from './surface.ts'

const FLAG = {
  componentAlpha: 1 << 18,
  hasMask: 1 << 19,
  sourceTransform: 1 << 20,
  maskTransform: 1 << 21,
  sourceOpaque: 1 << 22,
  destinationOpaque: 1 << 24,
} as const
/** pixman's: fast, good, best, nearest, bilinear. */
const SMOOTH_FILTERS: readonly number[] = [1, 2, 4]
const REPEAT = { none: 0, normal: 1, pad: 2, reflect: 3 } as const

/** 16.16 fixed point, two rows of three. */
type Transform = readonly [number, number, number, number, number, number]

interface Layer {
  readonly picture: Picture
  readonly transform: Transform | null
  readonly smooth: boolean
  readonly repeat: number
  readonly opaque: boolean
  readonly origin: Point
}

/** u32 flags, picture, [mask], [transform], [mask's transform], i16 x, y in the source, i16 x, y in the mask. */
export function drawComposite(body: Reader, canvas: Canvas): Soon<void> {
  const target = readTarget(body, canvas)
  const flags = body.u32()
  const rule = RULES[flags & 0xff]
  if (!rule) throw new SpiceError('unsupported', `compositing by rule ${flags & 0xff}`)
  const image = body.target('picture')
  const maskImage = flags & FLAG.hasMask ? body.target('mask') : null
  const transform = flags & FLAG.sourceTransform ? readTransform(body) : null
  const maskTransform = flags & FLAG.maskTransform ? readTransform(body) : null
  const origin = { x: body.i16(), y: body.i16() }
  const maskOrigin = { x: body.i16(), y: body.i16() }
  const pictureSoon = canvas.images.read(image)
  const maskSoon = maskImage ? canvas.images.read(maskImage) : null
  return afterAll([pictureSoon, maskSoon], (picture, mask) => {
    const { surface, box } = target
    const source = sampler({
      picture: notItself(picture, surface),
      transform,
      smooth: SMOOTH_FILTERS.includes((flags >>> 8) & 7),
      repeat: (flags >>> 14) & 3,
      // Said of surfaces only: a picture's format says it by itself.
      opaque: picture instanceof Surface && (flags & FLAG.sourceOpaque) !== 0,
      origin,
    })
    const shares =
      mask &&
      sampler({
        picture: notItself(mask, surface),
        transform: maskTransform,
        smooth: SMOOTH_FILTERS.includes((flags >>> 11) & 7),
        repeat: (flags >>> 16) & 3,
        opaque: false,
        origin: maskOrigin,
      })
    const byChannel = (flags & FLAG.componentAlpha) !== 0
    const force = flags & FLAG.destinationOpaque ? OPAQUE : surface.force
    paint(target, null, (y, left, right) => {
      let to = y * surface.width + left
      for (let x = left; x < right; x++, to++) {
        const colour = source(x - box.left, y - box.top)
        const share = shares ? shares(x - box.left, y - box.top) : -1
        const under = ((surface.pixels[to] ?? 0) | force) >>> 0
        surface.pixels[to] = lay(rule, colour, share, byChannel, under) | force
      }
    })
  })
}

function readTransform(body: Reader): Transform {
  return [body.i32(), body.i32(), body.i32(), body.i32(), body.i32(), body.i32()]
}

/** @returns the layer's pixel that lies at a place of the operation's box */
function sampler({ picture, transform, smooth: isSmooth, repeat, opaque, origin }: Layer): Fetch {
  const { pixels, width, height } = picture
  const force = opaque ? OPAQUE : 0
  const fetch: Fetch = (x, y) => {
    const column = fold(x, width, repeat)
    const row = fold(y, height, repeat)
    if (column < 0 || row < 0 || column >= width || row >= height) return 0
    return ((pixels[row * width + column] ?? 0) | force) >>> 0
  }
  if (!transform) return (x, y) => fetch(x + origin.x, y + origin.y)
  const sample = isSmooth ? smooth : nearest
  const [xx, xy, x0, yx, yy, y0] = transform
  return (x, y) => {
    // A row's first pixel is transformed, the others are steps from it.
    const [startX, startY] = [origin.x * ONE + ONE / 2, (y + origin.y) * ONE + ONE / 2]
    const fromX = Math.floor((xx * startX + xy * startY + x0 * ONE + ONE / 2) / ONE)
    const fromY = Math.floor((yx * startX + yy * startY + y0 * ONE + ONE / 2) / ONE)
    return sample(fetch, fromX + x * xx, fromY + x * yx)
  }
}

function fold(at: number, size: number, repeat: number): number {
  if (repeat === REPEAT.none || size === 0) return at
  if (repeat === REPEAT.pad) return Math.min(Math.max(at, 0), size - 1)
  const period = repeat === REPEAT.normal ? size : 2 * size
  const within = ((at % period) + period) % period
  return within < size ? within : 2 * size - 1 - within
}

/** What of the source and of the destination remains. Shares by channel, four in a word. */
type Rule = (sourceShares: number, destinationAlpha: number) => readonly [source: Keep, destination: Keep]
type Keep = number

const ALL = 0xffffffff
const NOTHING = 0
const not = (shares: number) => ~shares >>> 0

/** By the number of the Render extension: clear, source, destination, over, … */
const RULES: readonly (Rule | undefined)[] = [
  () => [NOTHING, NOTHING],
  () => [ALL, NOTHING],
  () => [NOTHING, ALL],
  shares => [ALL, not(shares)],
  (_, alpha) => [not(alpha), ALL],
  (_, alpha) => [alpha, NOTHING],
  shares => [NOTHING, shares],
  (_, alpha) => [not(alpha), NOTHING],
  shares => [NOTHING, not(shares)],
  (shares, alpha) => [alpha, not(shares)],
  (shares, alpha) => [not(alpha), shares],
  (shares, alpha) => [not(alpha), not(shares)],
  () => [ALL, ALL],
]

/** @param mask −1: none */
function lay(rule: Rule, colour: number, mask: number, byChannel: boolean, under: number): number {
  const alpha = spread(colour >>> 24)
  let source = colour
  let shares = alpha
  if (mask >= 0) {
    const share = byChannel ? mask : spread(mask >>> 24)
    source = multiplyBytes(colour, share)
    shares = byChannel ? multiplyBytes(mask, alpha) : spread(source >>> 24)
  }
  const [keepSource, keepUnder] = rule(shares, spread(under >>> 24))
  return addBytes(multiplyBytes(source, keepSource), multiplyBytes(under, keepUnder))
}

function spread(byte: number): number {
  return (byte * 0x01010101) >>> 0
}
