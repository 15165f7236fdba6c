// What the pages of the bench have in common: where the server is, and what is seen of the picture. Looking costs
// time of its own, so it is done only where the figure is about being seen.

export interface BenchPage {
  /** Milliseconds from the start of connecting to a picture on the canvas; null before. */
  firstPictureMs: number | null
  /** Begins anew to look for changes of the picture at each frame. */
  startGaps(): void
  /** Longest time between two changes and between two frames, in milliseconds, and how many changes there were. */
  endGaps(): { readonly changes: number; readonly longestMs: number; readonly longestFrameMs: number }
}

const SAMPLE = 16
/** The server's address on the page's own. */
export const target = new URLSearchParams(location.search)

/** @param find the client's canvas, once there is one */
export function watch(find: () => HTMLCanvasElement | null): BenchPage {
  const begun = performance.now()
  const sample = new OffscreenCanvas(SAMPLE, SAMPLE).getContext('2d', { willReadFrequently: true })
  const look = (): Uint32Array<ArrayBuffer> => {
    const canvas = find()
    if (!sample || !canvas || canvas.width === 0) return new Uint32Array(1)
    sample.drawImage(canvas, 0, 0, SAMPLE, SAMPLE)
    return new Uint32Array(sample.getImageData(0, 0, SAMPLE, SAMPLE).data.buffer)
  }
  const isPicture = (pixels: Uint32Array) => pixels.some(pixel => (pixel & 0xffffff) !== 0)
  let watching = false
  let last = new Uint32Array(0)
  let gaps = { changes: 0, longestMs: 0, longestFrameMs: 0 }
  let changedAt = 0
  let frameAt = 0
  const page: BenchPage = {
    firstPictureMs: null,
    startGaps: () => {
      gaps = { changes: 0, longestMs: 0, longestFrameMs: 0 }
      watching = true
      frameAt = performance.now()
      requestAnimationFrame(eachFrame)
    },
    endGaps: () => {
      watching = false
      return gaps
    },
  }
  const first = () => {
    if (isPicture(look())) page.firstPictureMs = performance.now() - begun
    else requestAnimationFrame(first)
  }
  const eachFrame = () => {
    if (!watching) return
    const now = performance.now()
    const seen = look()
    gaps.longestFrameMs = Math.max(gaps.longestFrameMs, now - frameAt)
    frameAt = now
    if (seen.some((pixel, at) => pixel !== last[at])) {
      if (gaps.changes > 0) gaps.longestMs = Math.max(gaps.longestMs, now - changedAt)
      gaps.changes++
      changedAt = now
      last = seen
    }
    requestAnimationFrame(eachFrame)
  }
  requestAnimationFrame(first)
  ;(window as unknown as { bench: BenchPage }).bench = page
  return page
}
