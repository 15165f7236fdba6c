// The native client's picture of a server, by Debian's spicy-screenshot, and how ours differs from it, tile by tile.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readPpm, type Screen } from './connect.ts'
import { BACKGROUND, tileBox } from './tiles.ts'

export async function nativePicture(port: number): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-native-'))
  try {
    const file = join(folder, 'picture.ppm')
    await promisify(execFile)('spicy-screenshot', ['-h', '127.0.0.1', '-p', `${port}`, '-o', file], {
      timeout: 15_000,
    })
    return readPpm(readFileSync(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Share of the tile's pixels that differ.
 * @param tolerance how much each of red, green and blue may
 */
export function difference(ours: Screen, theirs: Screen, n: number, tolerance = 0): number {
  const { left, top, right, bottom } = tileBox(n)
  let different = 0
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = (y * theirs.width + x) * 4
      const channels = [at, at + 1, at + 2]
      if (channels.some(c => Math.abs((ours.data[c] ?? 0) - (theirs.data[c] ?? 0)) > tolerance)) different++
    }
  return different / ((right - left) * (bottom - top))
}

/** Whether the tile is as it was before anything was drawn. */
export function isBlank({ width, data }: Screen, n: number): boolean {
  const { left, top, right, bottom } = tileBox(n)
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++)
      if (data.readUIntBE((y * width + x) * 4, 3) !== BACKGROUND) return false
  return true
}
