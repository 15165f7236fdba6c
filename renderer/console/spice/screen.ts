// Keeps the guest's picture in its place while frame, guest and scale change, and lets a guest that follows know how
// large the frame is.
import type { ScreenScale } from '../display.ts'
import { guestSizeFor, placeScreen, type Size } from '../screen-place.ts'

/** A window that is being dragged has a size for a moment only, and each costs the guest a new mode. */
const SETTLED_MS = 200

export interface Screen {
  setGuest(size: Size): void
  setScale(scale: ScreenScale): void
  /** Whether somebody in the guest can change its size. */
  setResizable(resizable: boolean): void
  guest(): Size
  stop(): void
}

/** @param resizeGuest asked with device pixels */
export function layOutScreen(
  frame: HTMLElement,
  canvas: HTMLCanvasElement,
  resizeGuest: (size: Size) => void,
): Screen {
  let guest: Size = { width: 0, height: 0 }
  let device: Size = { width: 0, height: 0 }
  let scale: ScreenScale = 'fit'
  let resizable = false
  let timer: number | undefined
  const layOut = () => {
    if (guest.width === 0 || guest.height === 0 || device.width === 0) return
    const { width, height, left, top } = placeScreen(device, guest, scale, devicePixelRatio)
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    canvas.style.translate = `${left}px ${top}px`
  }
  const follow = () => {
    window.clearTimeout(timer)
    if (scale !== 'resize' || !resizable || device.width === 0) return
    timer = window.setTimeout(() => resizeGuest(guestSizeFor(device)), SETTLED_MS)
  }
  const observer = new ResizeObserver(([entry]) => {
    const [box] = entry?.devicePixelContentBoxSize ?? []
    if (box) device = { width: box.inlineSize, height: box.blockSize }
    layOut()
    follow()
  })
  observer.observe(frame, { box: 'device-pixel-content-box' })
  return {
    setGuest: size => {
      guest = size
      layOut()
    },
    setScale: now => {
      scale = now
      layOut()
      follow()
    },
    setResizable: now => {
      resizable = now
      follow()
    },
    guest: () => guest,
    stop: () => {
      observer.disconnect()
      window.clearTimeout(timer)
    },
  }
}
