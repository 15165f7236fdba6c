// noVNC counts in CSS pixels: at 125 % its actual size would be blended. How large the guest's picture is on the page is
// therefore said from here, in device pixels, as for every display (screen-place.ts).
import type RFB from '@novnc/novnc'
import type { ScreenScale } from '../display.ts'
import { placeScreen, type Size } from '../screen-place.ts'

/** What noVNC 1.7 has no public name for. */
interface Insides {
  _display: Size & { scale: number }
  /** Called whenever the frame or the guest has another size. */
  _updateScale(): void
}

export interface VncScale {
  set(scale: ScreenScale): void
  stop(): void
}

export function scaleVnc(rfb: RFB, frame: HTMLElement): VncScale {
  const insides = rfb as unknown as Insides
  let device: Size = { width: 0, height: 0 }
  let scale: ScreenScale = 'fit'
  const apply = () => {
    const { width, height } = insides._display
    if (width === 0 || height === 0 || device.width === 0) return
    insides._display.scale = placeScreen(device, { width, height }, scale, devicePixelRatio).width / width
  }
  insides._updateScale = apply
  // Also when the window comes to a screen with another scale, where its size in CSS pixels stays.
  const observer = new ResizeObserver(([entry]) => {
    const [box] = entry?.devicePixelContentBoxSize ?? []
    if (box) device = { width: box.inlineSize, height: box.blockSize }
    apply()
  })
  observer.observe(frame, { box: 'device-pixel-content-box' })
  return {
    set: now => {
      scale = now
      // A guest over VNC follows nobody.
      rfb.scaleViewport = scale !== 'actual'
    },
    stop: () => observer.disconnect(),
  }
}
