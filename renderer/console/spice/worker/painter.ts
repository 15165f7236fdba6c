// Shows a surface, or a monitor's part of it, on a canvas. The surface's own memory is the picture; nothing is copied on
// the way.
import { intersect, isEmpty, type Rect } from '../drawing/geometry.ts'
import type { Surface } from '../drawing/surface.ts'

export class Painter {
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  #part: Rect = { left: 0, top: 0, right: 0, bottom: 0 }
  #image: ImageData | null = null
  /** Nothing of what is shown now was painted yet. */
  #isFresh = false

  constructor(canvas: OffscreenCanvas) {
    this.#canvas = canvas
    const context = canvas.getContext('2d', { alpha: false, desynchronized: false })
    if (!context) throw new Error('no 2D context')
    this.#context = context
  }

  /** The last picture stays until there is another surface. */
  show(surface: Surface | null, part: Rect | null = surface?.bounds ?? null): void {
    this.#image = null
    if (!surface || !part || isEmpty(part)) return
    const { width, height, pixels } = surface
    this.#part = part
    this.#canvas.width = part.right - part.left
    this.#canvas.height = part.bottom - part.top
    this.#image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height)
    this.#isFresh = true
  }

  /** @param damage the box of the surface in which something was drawn since the last time */
  paint(damage: Rect | null): void {
    const box = this.#isFresh ? this.#part : damage && intersect(damage, this.#part)
    if (!this.#image || !box || isEmpty(box)) return
    this.#isFresh = false
    const { left: x, top: y } = this.#part
    const { left, top, right, bottom } = box
    this.#context.putImageData(this.#image, -x, -y, left, top, right - left, bottom - top)
  }
}
