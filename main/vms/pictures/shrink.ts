// A host's picture of a screen, made small enough to keep: the mean of some of the pixels that each new one stands for.
import { PNG } from 'pngjs'

const WIDEST = 320
const HIGHEST = 240
/** 8K and a little; a picture says its size before it is unpacked. */
const MOST_PIXELS = 36 << 20
/** Of a row and of a column: the main process has more to do than to look at each pixel of a large screen. */
const SAMPLES = 3

interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
  /** Bytes from one pixel to the next. */
  readonly step: 3 | 4
}

/** @returns a PNG, or null for what is no picture */
export async function shrinkScreenshot(bytes: Uint8Array): Promise<Buffer | null> {
  const pixels = readPpm(bytes) ?? (await readPng(bytes))
  if (!pixels) return null
  const scale = Math.min(1, WIDEST / pixels.width, HIGHEST / pixels.height)
  const small = new PNG({
    width: Math.max(1, Math.round(pixels.width * scale)),
    height: Math.max(1, Math.round(pixels.height * scale)),
    colorType: 2,
  })
  average(pixels, small)
  return PNG.sync.write(small, { colorType: 2 })
}

function average({ width, height, data, step }: Pixels, small: PNG): void {
  for (let y = 0; y < small.height; y++) {
    const rows = sample(y, height, small.height)
    for (let x = 0, to = y * small.width * 4; x < small.width; x++, to += 4) {
      const columns = sample(x, width, small.width)
      let [red, green, blue] = [0, 0, 0]
      for (const row of rows)
        for (const column of columns) {
          const at = (row * width + column) * step
          red += data[at] ?? 0
          green += data[at + 1] ?? 0
          blue += data[at + 2] ?? 0
        }
      const count = rows.length * columns.length
      small.data[to] = red / count
      small.data[to + 1] = green / count
      small.data[to + 2] = blue / count
      small.data[to + 3] = 255
    }
  }
}

/** Some of the pixels that a new one stands for, evenly: at least one. */
function sample(at: number, of: number, count: number): number[] {
  const from = Math.floor((at * of) / count)
  const size = Math.max(1, Math.floor(((at + 1) * of) / count) - from)
  const samples = Math.min(SAMPLES, size)
  return Array.from({ length: samples }, (_, n) => from + Math.floor(((n + 0.5) * size) / samples))
}

/** IHDR is a PNG's first chunk: width and height stand at bytes 16 and 20. */
function readPng(bytes: Uint8Array): Promise<Pixels | null> {
  if (bytes.length < 33) return Promise.resolve(null)
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(16) * view.getUint32(20) > MOST_PIXELS)
    return Promise.resolve(null)
  return new Promise(done => {
    new PNG().parse(Buffer.from(bytes), (error, png) => {
      done(error || png.width * png.height === 0 ? null : { ...sizeOf(png), data: png.data, step: 4 })
    })
  })
}

/** QEMU before 7.1 makes these: `P6`, width, height, 255, then three bytes a pixel (netpbm's ppm(5)). */
function readPpm(bytes: Uint8Array): Pixels | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(200, bytes.length)).toString('latin1')
  const head = /^P6\s(?:#[^\n]*\n)*(\d{1,5})\s+(\d{1,5})\s+255\s/.exec(start)
  const [width, height] = [Number(head?.[1] ?? 0), Number(head?.[2] ?? 0)]
  const from = head?.[0].length ?? 0
  if (width * height === 0 || bytes.length < from + width * height * 3) return null
  return { width, height, data: bytes.subarray(from), step: 3 }
}

function sizeOf({ width, height }: PNG): { width: number; height: number } {
  return { width, height }
}
