// Looks at a console's picture until all of its text is known, or for as long as a text cursor takes to blink.
import { type Cells, countUnknown, merge, type Pixels, type Reading, readCells, toReading } from './cells.ts'

/** PCs' cursors blink about twice a second. */
const LOOKS = 6
const BETWEEN_MS = 130

/** @param picture the console's canvas, or null while there is none */
export async function readScreen(
  picture: () => HTMLCanvasElement | null,
  signal: AbortSignal,
): Promise<Reading> {
  let cells: Cells | null = null
  for (let looks = 0; looks < LOOKS && !signal.aborted; looks++) {
    if (looks > 0) await new Promise(done => setTimeout(done, BETWEEN_MS))
    const pixels = pixelsOf(picture())
    if (!pixels) continue // it may be about to come
    const now = readCells(pixels)
    cells = cells ? merge(cells, now) : now
    if (countUnknown(cells) === 0 || toReading(cells).kind === 'picture') break
  }
  return cells ? toReading(cells) : { kind: 'empty' }
}

function pixelsOf(canvas: HTMLCanvasElement | null): Pixels | null {
  if (!canvas || canvas.width === 0 || canvas.height === 0) return null
  const { width, height } = canvas
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  context?.drawImage(canvas, 0, 0)
  return context?.getImageData(0, 0, width, height) ?? null
}
