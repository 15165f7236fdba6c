// What the pages of the bench have in common: where the server is, the way to the bench, and what is seen of the
// picture. Looking costs time of its own, so it is done only where the figure is about being seen. DevTools, which
// would hear of every WebSocket's message, is not there.
import type { VideoCounts } from '../../../renderer/console/display.ts'

export type ToPage = 'startGaps' | 'endGaps' | 'reload'

export type FromPage =
  /** Milliseconds from the start of connecting to a picture on the canvas. */
  | { readonly t: 'firstPicture'; readonly ms: number }
  | ({ readonly t: 'gaps' } & Gaps)
  | { readonly t: 'quic'; readonly pixelsPerSecond: number }
  | { readonly t: 'films'; readonly films: readonly Film[] }
  | { readonly t: 'video'; readonly counts: VideoCounts }
  | { readonly t: 'trouble'; readonly text: string }

/** Longest time between two changes and between two frames, in milliseconds, and how many changes there were. */
export interface Gaps {
  readonly changes: number
  readonly longestMs: number
  readonly longestFrameMs: number
}

/** Its frames in base64; the first stands for itself. */
export interface Film {
  readonly codec: 'mjpeg' | 'vp8' | 'h264'
  readonly frames: readonly string[]
}

const SAMPLE = 16
/** The server's address on the page's own. */
export const target = new URLSearchParams(location.search)

const bench = new WebSocket(`ws://${location.host}/bench/${target.get('mark')}`)
const open = new Promise(done => {
  bench.onopen = done
})

export async function tell(message: FromPage): Promise<void> {
  await open
  bench.send(JSON.stringify(message))
}

window.onerror = text => void tell({ t: 'trouble', text: String(text) })

/** @param find the client's canvas, once there is one */
export function watch(find: () => HTMLCanvasElement | null): void {
  const begun = performance.now()
  const sample = new OffscreenCanvas(SAMPLE, SAMPLE).getContext('2d', { willReadFrequently: true })
  const look = (): Uint32Array<ArrayBuffer> => {
    const canvas = find()
    if (!sample || !canvas || canvas.width === 0) return new Uint32Array(1)
    sample.drawImage(canvas, 0, 0, SAMPLE, SAMPLE)
    return new Uint32Array(sample.getImageData(0, 0, SAMPLE, SAMPLE).data.buffer)
  }
  const isPicture = (pixels: Uint32Array) => pixels.some(pixel => (pixel & 0xffffff) !== 0)
  const first = () => {
    if (isPicture(look())) void tell({ t: 'firstPicture', ms: performance.now() - begun })
    else requestAnimationFrame(first)
  }
  requestAnimationFrame(first)
  let watching: { end(): Gaps } | null = null
  bench.onmessage = ({ data }: MessageEvent<ToPage>) => {
    if (data === 'reload') location.reload()
    else if (data === 'startGaps') watching = watchGaps(look)
    else if (watching) void tell({ t: 'gaps', ...watching.end() })
  }
}

function watchGaps(look: () => Uint32Array<ArrayBuffer>): { end(): Gaps } {
  let last = look()
  let gaps = { changes: 0, longestMs: 0, longestFrameMs: 0 }
  let changedAt = 0
  let frameAt = performance.now()
  let over = false
  const eachFrame = () => {
    if (over) return
    const now = performance.now()
    const seen = look()
    gaps = { ...gaps, longestFrameMs: Math.max(gaps.longestFrameMs, now - frameAt) }
    frameAt = now
    if (seen.some((pixel, at) => pixel !== last[at])) {
      if (gaps.changes > 0) gaps.longestMs = Math.max(gaps.longestMs, now - changedAt)
      gaps.changes++
      changedAt = now
      last = seen
    }
    requestAnimationFrame(eachFrame)
  }
  requestAnimationFrame(eachFrame)
  return {
    end: () => {
      over = true
      return gaps
    },
  }
}
