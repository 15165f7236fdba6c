// Shows a surface, or a monitor's part of it, on a canvas: once a frame, the box in which something was drawn. The surface's own
// memory is the picture; nothing is copied on the way.
import { intersect, isEmpty, type Rect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'

export class Painter {
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  #surface: Surface | null = null
  #part: Rect = { left: 0, top: 0, right: 0, bottom: 0 }
  #image: ImageData | null = null
  #asked = false

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas
    const context = canvas.getContext('2d', { alpha: false, desynchronized: false })
    if (!context) throw new Error('no 2D context')
    this.#context = context
  }

  /** The last picture stays until there is another surface. */
  show(surface: Surface | null, part: Rect | null = surface?.bounds ?? null): void {
    this.#surface = surface
    this.#image = null
    if (!surface || !part || isEmpty(part)) return
    const { width, height, pixels } = surface
    this.#part = part
    this.#canvas.width = part.right - part.left
    this.#canvas.height = part.bottom - part.top
    this.#image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height)
    surface.drawn(surface.bounds)
    this.askFrame()
  }

  askFrame(): void {
    if (this.#asked) return
    this.#asked = true
    requestAnimationFrame(() => {
      this.#asked = false
      this.#paint()
    })
  }

  #paint(): void {
    const damage = this.#surface?.takeDamage()
    if (!damage || !this.#image) return
    const { left, top, right, bottom } = intersect(damage, this.#part)
    if (right <= left || bottom <= top) return
    const { left: x, top: y } = this.#part
    this.#context.putImageData(this.#image, -x, -y, left, top, right - left, bottom - top)
  }
}
