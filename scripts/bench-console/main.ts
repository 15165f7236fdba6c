// npm run bench -- console: our SPICE client, spice-html5, noVNC and remote-viewer on this computer, in one run. What a
// real guest's server said is recorded and played to each SPICE client, the same messages as fast as it takes them;
// then the guest draws live, which is all that noVNC can be compared by. Judged is what shows the picture, with the
// browser's own drawing; what brings the bytes to it is another in the app, and is printed beside. A bar that is not met is said and is no failure.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DrawingGuest, GUEST_SIZE, startDrawingGuest } from '../../e2e/spice/drawing-guest.ts'
import { freePort } from '../../e2e/spice/guest.ts'
import type { Message } from '../../e2e/spice/mock-server.ts'
import { cpuSeconds, pssMiB, untilIdle } from '../bench-processes.ts'
import { type ClientName, isCarrier, openPage, type PageName, startClient, untilShown } from './clients.ts'
import {
  firstPicture,
  judge,
  memoryOver,
  nameOf,
  type Outcome,
  replay,
  type Workload,
  watchGaps,
} from './measure.ts'
import type { Gaps } from './pages/watch.ts'
import { buildPages, FRAMES, LINES, type Recording, record } from './recordings.ts'
import { startRelay } from './relay.ts'
import { makeFilms, playFilm } from './video.ts'

const MEMORY_S = Number(process.env['VITRINA_MEMORY_S'] ?? 180)
const SPICE: readonly ClientName[] = ['vitrina', 'spice-html5', 'remote-viewer']
const BARS = {
  html5: 0.25,
  nativeScroll: 1.2,
  nativePictures: 2,
  firstMs: 150,
  gapMs: 50,
  quicMpx: 20,
  drawn: 0.98,
} as const

const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'))
await buildPages(folder)
const relay = await startRelay(folder)
try {
  const lz = await record('lz')
  const quic = await record('quic')
  // The kernel counts in hundredths of a second.
  const longNoise = Array.from({ length: 5 }, () => lz.noise).flat()
  const workloads: Workload[] = [
    { name: 'scroll', messages: lz.scroll, units: countDrawn(lz.scroll), unit: 'operation' },
    { name: 'noise', messages: longNoise, units: countFrames(longNoise), unit: 'frame' },
    { name: 'QUIC', messages: quic.noise, units: countFrames(quic.noise), unit: 'frame' },
  ]
  describe(workloads)
  const outcomes: Outcome[] = []
  for (const client of SPICE) outcomes.push(await replay(client, relay, lz.first, workloads))
  reportReplays(workloads, outcomes)
  await reportQuic(quic.noise)
  await reportVideo()
  await reportMemory(lz)
  await reportLive()
} finally {
  relay.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Messages of the drawing operations. */
function countDrawn(messages: readonly Message[]): number {
  return messages.filter(({ type }) => type >= 302 && type <= 313).length
}

/** How often the whole screen was drawn over, by the boxes of the operations. */
function countFrames(messages: readonly Message[]): number {
  let pixels = 0
  for (const { type, body } of messages) {
    if (type < 302 || type > 313) continue
    const view = new DataView(body.buffer, body.byteOffset)
    const [top, left, bottom, right] = [4, 8, 12, 16].map(at => view.getInt32(at, true)) as [
      number,
      number,
      number,
      number,
    ]
    pixels += (bottom - top) * (right - left)
  }
  return pixels / (GUEST_SIZE.width * GUEST_SIZE.height)
}

function describe(workloads: readonly Workload[]): void {
  for (const { name, messages, units, unit } of workloads) {
    const bytes = messages.reduce((sum, { body }) => sum + body.length, 0)
    console.log(`${name}: ${units.toFixed(0)} ${unit}s, ${(bytes / 1e6).toFixed(1)} MB`)
  }
}

function reportReplays(workloads: readonly Workload[], outcomes: readonly Outcome[]): void {
  const [ours, html5, native] = outcomes as [Outcome, Outcome, Outcome]
  for (const [n, { name, unit }] of workloads.entries()) {
    console.log(`\n${name}, played as fast as it is taken`)
    for (const { client, replayed } of outcomes) {
      const { cpuMs, carrierMs, workerMs, wallS } = replayed[n] as Outcome['replayed'][number]
      const thread = workerMs > 0 ? ` (its worker ${milli(workerMs)})` : ''
      const carried = carrierMs > 0 ? `, to bring the bytes ${milli(carrierMs)}` : ''
      console.log(
        `  ${nameOf(client).padEnd(18)} CPU ${milli(cpuMs)} a ${unit}${thread}${carried}, ${wallS.toFixed(2)} s`,
      )
    }
    const cpu = (outcome: Outcome) => outcome.replayed[n]?.cpuMs ?? Number.NaN
    const nativeBar = unit === 'operation' ? BARS.nativeScroll : BARS.nativePictures
    ratio('spice-html5', cpu(ours) / cpu(html5), BARS.html5)
    ratio('remote-viewer', cpu(ours) / cpu(native), nativeBar)
  }
  console.log('\nnoise and QUIC as they are seen')
  for (const { client, seen } of outcomes) reportSeen(client, seen, client === 'vitrina')
  for (const outcome of outcomes)
    console.log(`  ${nameOf(outcome.client).padEnd(18)} ${outcome.pssMiB.toFixed(0)} MiB (PSS)`)
}

function ratio(than: string, value: number, bar: number): void {
  console.log(`  Vitrina / ${than.padEnd(18)} ${value.toFixed(2)}  ${judge(value <= bar, `≤ ${bar}`)}`)
}

function milli(ms: number): string {
  return ms < 1 ? `${(ms * 1_000).toFixed(1)} µs` : `${ms.toFixed(1)} ms`
}

function reportSeen(client: ClientName, seen: Gaps | null, judged: boolean): void {
  if (!seen) return
  const verdict = judged ? judge(seen.longestMs < BARS.gapMs, `< ${BARS.gapMs}`) : ''
  console.log(
    `  ${nameOf(client).padEnd(18)} ${seen.changes} pictures, longest between two ${seen.longestMs.toFixed(0)} ms, the page's longest frame ${seen.longestFrameMs.toFixed(0)} ms ${verdict}`,
  )
}

async function reportVideo(): Promise<void> {
  console.log('\nVideo of 1920 × 1080 at 25 frames a second')
  for (const film of await makeFilms(relay)) {
    const { sent, drawn, cpuMs, seen, longestMs } = await playFilm(relay, film)
    const verdict = judge(drawn >= sent * BARS.drawn, 'its own rate')
    console.log(
      `  ${film.codec.padEnd(6)} ${drawn} of ${sent} frames drawn, CPU ${milli(cpuMs)} a frame; ${seen} pictures seen, longest between two ${longestMs.toFixed(0)} ms ${verdict}`,
    )
  }
}

/** The largest picture of a recording, decoded again and again in a worker. */
async function reportQuic(messages: readonly Message[]): Promise<void> {
  writeFileSync(join(folder, 'recorded.quic'), largestQuic(messages))
  const mark = `${process.pid}-quic`
  const page = openPage('vitrina', mark, `${relay.origin}/quic.html?mark=${mark}`)
  const { pixelsPerSecond } = await relay.hear(mark, 'quic')
  await page.close()
  const mpx = pixelsPerSecond / 1e6
  console.log(
    `\nQUIC of noise in the worker: ${mpx.toFixed(1)} Mpx/s ${judge(mpx >= BARS.quicMpx, `≥ ${BARS.quicMpx}`)}`,
  )
}

function largestQuic(messages: readonly Message[]): Uint8Array {
  let largest: Uint8Array = new Uint8Array(0)
  for (const { body } of messages) {
    const at = Buffer.from(body.buffer, body.byteOffset, body.length).indexOf('QUIC')
    if (at >= 0 && body.length - at > largest.length) largest = body.subarray(at)
  }
  return largest
}

async function reportMemory({ first, noise }: Recording): Promise<void> {
  const sizes = await memoryOver('vitrina', relay, first, noise, MEMORY_S)
  // Collectors come when they like: what is left after the best of some looks is what is held.
  const half = sizes.length / 2
  const flat = Math.min(...sizes.slice(half)) <= Math.min(...sizes.slice(0, half)) * 1.05
  console.log(
    `Memory over ${MEMORY_S} s of noise: ${sizes.map(size => size.toFixed(0)).join(', ')} MiB ${judge(flat, 'flat')}`,
  )
}

async function reportLive(): Promise<void> {
  const vncPort = await freePort()
  const guest = await startDrawingGuest('', ['-vnc', `127.0.0.1:${vncPort - 5900}`])
  try {
    await guest.draw('scroll', 60)
    console.log('\nA live guest, image-compression=auto_glz')
    for (const client of ['vitrina', 'spice-html5', 'novnc'] satisfies PageName[]) {
      const { coldMs, warmMs } = await firstPicture(
        client,
        relay,
        client === 'novnc' ? vncPort : guest.guest.port,
      )
      const verdict = client === 'vitrina' ? judge(warmMs <= BARS.firstMs, `≤ ${BARS.firstMs}`) : ''
      console.log(
        `  ${nameOf(client).padEnd(18)} first picture after ${warmMs.toFixed(0)} ms, ${coldMs.toFixed(0)} ms in a browser just started ${verdict}`,
      )
    }
    for (const client of ['vitrina', 'spice-html5', 'novnc', 'remote-viewer'] satisfies ClientName[])
      await reportLiveClient(client, guest, client === 'novnc' ? vncPort : guest.guest.port)
  } finally {
    await guest.stop()
  }
}

async function reportLiveClient(name: ClientName, guest: DrawingGuest, port: number): Promise<void> {
  const client = await startClient(name, relay, port)
  await untilShown(client, relay)
  const shows = (pid: number) => !isCarrier(name, pid)
  try {
    const used: string[] = []
    for (const [what, count] of [
      ['scroll', LINES],
      ['noise', FRAMES],
    ] as const) {
      const [cpu, begun] = [cpuSeconds(client.mark, shows), performance.now()]
      await guest.draw(what, count)
      const wallS = (performance.now() - begun) / 1_000
      await untilIdle(client.mark)
      used.push(`${what} ${wallS.toFixed(1)} s, CPU ${(cpuSeconds(client.mark, shows) - cpu).toFixed(2)} s`)
    }
    const pss = pssMiB(client.mark)
    console.log(`  ${nameOf(name).padEnd(18)} ${used.join('; ')}; ${pss.toFixed(0)} MiB`)
    const seen = await watchGaps(client, relay, () => guest.draw('noise', FRAMES))
    reportSeen(name, seen, false)
  } finally {
    await client.close()
  }
}
