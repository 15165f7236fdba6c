// Shows the primary surface on a canvas: once a frame, the box in which something was drawn. The surface's own
// memory is the picture; nothing is copied on the way.
import type { Surface } from '../drawing/surface.ts'

export class Painter {
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  #surface: Surface | null = null
  #image: ImageData | null = null
  #asked = false

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas
    const context = canvas.getContext('2d', { alpha: false, desynchronized: false })
    if (!context) throw new Error('no 2D context')
    this.#context = context
  }

  /** The last picture stays until there is another surface. */
  show(surface: Surface | null): void {
    this.#surface = surface
    this.#image = null
    if (!surface || surface.pixels.length === 0) return
    const { width, height, pixels } = surface
    this.#canvas.width = width
    this.#canvas.height = height
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
    const { left, top, right, bottom } = damage
    this.#context.putImageData(this.#image, 0, 0, left, top, right - left, bottom - top)
  }
}
