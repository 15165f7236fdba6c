// What the bench's pages are made from, and what they are given to show: what a real guest's server said once.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'vite'
import { startDrawingGuest } from '../../e2e/spice/drawing-guest.ts'
import type { Message } from '../../e2e/spice/mock-server.ts'
import { PAGES } from './clients.ts'
import { startRecorder } from './record.ts'

export const LINES = 300
export const FRAMES = 40

export interface Recording {
  readonly first: readonly Message[]
  readonly scroll: readonly Message[]
  readonly noise: readonly Message[]
}

export async function buildPages(folder: string): Promise<void> {
  const root = join(import.meta.dirname, 'pages')
  const input = Object.fromEntries(
    [...Object.keys(PAGES), 'carrier', 'quic', 'encode'].map(name => [name, join(root, `${name}.html`)]),
  )
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: false, rollupOptions: { input } },
    worker: { format: 'es' },
  })
}

export async function record(compression: string): Promise<Recording> {
  const guest = await startDrawingGuest(`image-compression=${compression}`)
  try {
    await guest.draw('scroll', 60)
    const recorder = await startRecorder(guest.guest.port)
    const drawn = async (what: 'scroll' | 'noise', count: number) => {
      await guest.draw(what, count)
      await sleep(1_000)
      return recorder.take()
    }
    await sleep(1_000)
    const first = recorder.take()
    const scroll = await drawn('scroll', LINES)
    const noise = await drawn('noise', FRAMES)
    recorder.close()
    return { first, scroll, noise }
  } finally {
    await guest.stop()
  }
}
