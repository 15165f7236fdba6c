// Where the guest's picture lies in its frame, and which size a guest that follows the frame is to have. All in device
// pixels, so that at 125 % and 150 % a guest pixel that is to be one pixel is one.
import type { ScreenScale } from './display.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Placement {
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
}

/**
 * @param frame in device pixels
 * @param ratio device pixels in a CSS pixel
 */
export function placeScreen(frame: Size, guest: Size, scale: ScreenScale, ratio: number): Placement {
  const fitting = Math.min(frame.width / guest.width, frame.height / guest.height)
  // A guest that follows is as large as the frame; until it is, it is seen whole.
  const factor = scale === 'actual' || (scale === 'resize' && fitting >= 1) ? 1 : fitting
  const [width, height] = [Math.round(guest.width * factor), Math.round(guest.height * factor)]
  return {
    width: width / ratio,
    height: height / ratio,
    left: Math.max(0, Math.floor((frame.width - width) / 2)) / ratio,
    top: Math.max(0, Math.floor((frame.height - height) / 2)) / ratio,
  }
}

const SMALLEST: Size = { width: 320, height: 200 }
const LARGEST: Size = { width: 7680, height: 4320 }

/** @param frame in device pixels */
export function guestSizeFor(frame: Size): Size {
  const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)
  return {
    width: within(frame.width, SMALLEST.width, LARGEST.width),
    height: within(frame.height, SMALLEST.height, LARGEST.height),
  }
}
