// npm run bench -- memory: what our client's browser holds of its own while a screen of noise is drawn 25 times a second, for an
// hour or VITRINA_MEMORY_S seconds. Collectors come when they like, so the least of some looks is what is held.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuSeconds, ownMiB } from '../bench-processes.ts'
import { isCarrier, startClient, untilShown } from './clients.ts'
import { judge } from './measure.ts'
import { startPlayer } from './record.ts'
import { buildPages, FRAMES, record } from './recordings.ts'
import { startRelay } from './relay.ts'

const SECONDS = Number(process.env['VITRINA_MEMORY_S'] ?? 3_600)
const FRAMES_PER_S = 25
const LOOK_MS = 10_000
/** Of the time, at the start: compilers and caches get to what they need. */
const WARM = 1 / 12
const FLAT = 1.05

const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'))
await buildPages(folder)
const relay = await startRelay(folder)
const { first, noise } = await record('lz')
const player = await startPlayer(first)
const client = await startClient('vitrina', relay, player.port)
try {
  await untilShown(client, relay)
  const sizes = await playFor(SECONDS * 1_000)
  const third = Math.floor(sizes.length / 3)
  const warm = sizes.slice(Math.ceil(sizes.length * WARM))
  const [early, late] = [Math.min(...warm.slice(0, third)), Math.min(...warm.slice(-third))]
  console.log(
    `${SECONDS} s of noise: at least ${early.toFixed(1)} MiB in the first third, ${late.toFixed(1)} MiB in the last ${judge(late <= early * FLAT, 'flat')}`,
  )
} finally {
  await client.close()
  await player.close()
  relay.close()
  rmSync(folder, { recursive: true, force: true })
}

/** @returns MiB of the process that shows the picture, at each look */
async function playFor(ms: number): Promise<number[]> {
  const shows = (pid: number) => !isCarrier('vitrina', pid)
  const sizes: number[] = []
  const begun = performance.now()
  const cpuBefore = cpuSeconds(client.mark, shows)
  let frames = 0
  for (let reported = 0; performance.now() - begun < ms; ) {
    await player.play(noise)
    frames += FRAMES
    await sleep(Math.max(0, begun + (frames * 1_000) / FRAMES_PER_S - performance.now()))
    if (performance.now() - begun < (sizes.length + 1) * LOOK_MS) continue
    sizes.push(ownMiB(client.mark, shows))
    const elapsedS = (performance.now() - begun) / 1_000
    if (elapsedS - reported < 60) continue
    const latest = sizes.slice(-6)
    const cpu = (cpuSeconds(client.mark, shows) - cpuBefore) / elapsedS
    console.log(
      `${elapsedS.toFixed(0)} s, ${frames} frames: ${Math.min(...latest).toFixed(1)}‥${Math.max(...latest).toFixed(1)} MiB, CPU ${(100 * cpu).toFixed(0)} %`,
    )
    reported = elapsedS
  }
  return sizes
}
