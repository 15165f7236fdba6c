// The console as a test sees it: its picture, and whether it is the guest's.
import type { Page } from '@playwright/test'
import { PNG } from 'pngjs'
import { hostScreenshot, type Virsh } from '../virsh.ts'

/** The unscaled picture of the console's canvas; of several, the one in that place. */
export async function consolePicture(page: Page, place = 0): Promise<PNG | null> {
  const data = await page.evaluate(at => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('[data-console] canvas')[at]
    return canvas && canvas.width > 0 ? canvas.toDataURL('image/png') : null
  }, place)
  return data === null ? null : PNG.sync.read(Buffer.from(data.slice(data.indexOf(',') + 1), 'base64'))
}

export interface Comparison {
  readonly width: number
  readonly height: number
  /** Pixels whose colour differs. All of them when the sizes do. */
  readonly different: number
  /** The smallest box around the differences, in pixels. */
  readonly box: { readonly width: number; readonly height: number } | null
}

/** A text cursor that blinks between the two pictures: one character cell and no more. */
const CURSOR = { width: 16, height: 32 }

export function isSame({ different, box }: Comparison): boolean {
  return different === 0 || (box !== null && box.width <= CURSOR.width && box.height <= CURSOR.height)
}

/** The console's picture against the host's own (virDomainScreenshot), colour by colour. */
export function compare(ours: PNG, theirs: PNG): Comparison {
  const { width, height } = theirs
  if (ours.width !== width || ours.height !== height)
    return { width, height, different: width * height, box: null }
  let different = 0
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let at = 0; at < ours.data.length; at += 4) {
    const same =
      ours.data[at] === theirs.data[at] &&
      ours.data[at + 1] === theirs.data[at + 1] &&
      ours.data[at + 2] === theirs.data[at + 2]
    if (same) continue
    different++
    const x = (at / 4) % width
    const y = Math.floor(at / 4 / width)
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return {
    width,
    height,
    different,
    box: different === 0 ? null : { width: right - left + 1, height: bottom - top + 1 },
  }
}

/** Whether there is anything to see: more than one colour. */
export function hasPicture({ data }: PNG): boolean {
  for (let at = 4; at < data.length; at += 4) {
    if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) return true
  }
  return false
}

/** Compares until the two agree or time is up: the guest draws while we look. */
export async function compareWithHost(
  page: Page,
  name: string,
  timeoutMs: number,
  by?: Virsh,
): Promise<Comparison> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const theirs = hostScreenshot(name, by)
    const ours = await consolePicture(page)
    const comparison = ours && compare(ours, theirs)
    if (comparison && ((isSame(comparison) && hasPicture(theirs)) || performance.now() > deadline))
      return comparison
    if (performance.now() > deadline)
      return { width: 0, height: 0, different: Number.POSITIVE_INFINITY, box: null }
    await page.waitForTimeout(500)
  }
}
