// What is drawn on: the screen itself, or a surface that the guest keeps beside it. One u32 a pixel whatever its
// format; a format of fewer bits keeps its values widened, and narrows what is drawn.
import { SpiceError } from '../error.ts'
import { checkSize, fromRgb555, fromRgb565, OPAQUE, type Picture } from '../images/picture.ts'
import { around, intersect, isEmpty, type Rect } from './geometry.ts'

export const SURFACE_FORMAT = { a1: 1, a8: 8, rgb555: 16, rgb565: 80, xrgb: 32, argb: 96 } as const

const FORMATS: ReadonlySet<number> = new Set(Object.values(SURFACE_FORMAT))

export class Surface implements Picture {
  readonly width: number
  readonly height: number
  readonly format: number
  readonly pixels: Uint32Array<ArrayBuffer>
  /** OR-ed into each pixel that is drawn: a surface without alpha stays opaque whatever the operation. */
  readonly force: number
  /** What was drawn since somebody last looked. */
  #damage: Rect | null = null

  constructor(width: number, height: number, format: number) {
    if (!FORMATS.has(format)) throw new SpiceError('invalid', `a surface of format ${format}`)
    this.width = width
    this.height = height
    this.format = format
    this.pixels = new Uint32Array(checkSize(width, height))
    this.force = this.alpha ? 0 : OPAQUE
    this.pixels.fill(this.force)
  }

  get alpha(): boolean {
    const { format } = this
    return format === SURFACE_FORMAT.argb || format === SURFACE_FORMAT.a8 || format === SURFACE_FORMAT.a1
  }

  get bounds(): Rect {
    return { left: 0, top: 0, right: this.width, bottom: this.height }
  }

  /** Makes a drawn box what the surface's format can hold, and remembers that it changed. */
  drawn(box: Rect): void {
    const inside = intersect(box, this.bounds)
    if (isEmpty(inside)) return
    const narrow = NARROW[this.format]
    if (narrow) this.#narrow(inside, narrow)
    this.#damage = this.#damage ? around(this.#damage, inside) : inside
  }

  takeDamage(): Rect | null {
    const damage = this.#damage
    this.#damage = null
    return damage
  }

  #narrow({ left, top, right, bottom }: Rect, narrow: (pixel: number) => number): void {
    for (let y = top; y < bottom; y++) {
      const end = y * this.width + right
      for (let at = y * this.width + left; at < end; at++) this.pixels[at] = narrow(this.pixels[at] ?? 0)
    }
  }
}

/** By format: the pixel as it comes back from so few bits. */
const NARROW: Readonly<Record<number, (pixel: number) => number>> = {
  [SURFACE_FORMAT.rgb555]: pixel =>
    fromRgb555(((pixel & 0xf8) << 7) | ((pixel >>> 6) & 0x3e0) | ((pixel >>> 19) & 0x1f)),
  [SURFACE_FORMAT.rgb565]: pixel =>
    fromRgb565(((pixel & 0xf8) << 8) | ((pixel >>> 5) & 0x7e0) | ((pixel >>> 19) & 0x1f)),
  [SURFACE_FORMAT.a8]: pixel => pixel & OPAQUE,
  [SURFACE_FORMAT.a1]: pixel => (pixel >>> 31 ? OPAQUE : 0),
}
