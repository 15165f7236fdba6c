// What is measured of a client: a recording played to it, a live guest that draws, and how the figures are written.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Message } from '../../e2e/spice/mock-server.ts'
import { cpuSeconds, ownMiB, pssMiB, threadSeconds, untilIdle } from '../bench-processes.ts'
import { type Client, type ClientName, isCarrier, PAGES, startClient, untilShown } from './clients.ts'
import type { Gaps } from './pages/watch.ts'
import { type Player, startPlayer } from './record.ts'
import type { Relay } from './relay.ts'

const ROUNDS = 3

export interface Workload {
  readonly name: string
  readonly messages: readonly Message[]
  /** What its figures are divided by: operations, or full frames. */
  readonly units: number
  readonly unit: string
}

export interface Replayed {
  /** Of the best round, per unit: of what shows the picture, of what brings the bytes, of the thread that decodes. */
  readonly cpuMs: number
  readonly carrierMs: number
  readonly workerMs: number
  readonly wallS: number
}

export interface Outcome {
  readonly client: ClientName
  readonly replayed: readonly Replayed[]
  /** While the last workload was played once more. null for the native client. */
  readonly seen: Gaps | null
  readonly pssMiB: number
}

/** Each workload once to warm up, then some rounds, of which the best counts. */
export async function replay(
  name: ClientName,
  relay: Relay,
  first: readonly Message[],
  workloads: readonly Workload[],
): Promise<Outcome> {
  const player = await startPlayer(first)
  const client = await startClient(name, relay, player.port)
  await untilShown(client, relay)
  try {
    const replayed: Replayed[] = []
    for (const workload of workloads) replayed.push(await replayOne(client, player, workload))
    const seen = await watchGaps(client, relay, async () => {
      for (const workload of workloads.filter(({ unit }) => unit === 'frame'))
        await player.play(workload.messages)
    })
    return { client: name, replayed, seen, pssMiB: pssMiB(client.mark) }
  } finally {
    await client.close()
    await player.close()
  }
}

async function replayOne({ name, mark }: Client, player: Player, workload: Workload): Promise<Replayed> {
  let best: Replayed | null = null
  for (let round = 0; round <= ROUNDS; round++) {
    const [before, begun] = [usedBy(name, mark), performance.now()]
    await player.play(workload.messages)
    const wallS = (performance.now() - begun) / 1_000
    await untilIdle(mark)
    const after = usedBy(name, mark)
    const perUnit = (of: keyof typeof after) => ((after[of] - before[of]) * 1_000) / workload.units
    const now = {
      cpuMs: perUnit('client'),
      carrierMs: perUnit('carrier'),
      workerMs: perUnit('worker'),
      wallS,
    }
    if (round > 0 && (!best || now.cpuMs < best.cpuMs)) best = now
  }
  return best as Replayed
}

/** Processor time so far, in seconds. */
function usedBy(name: ClientName, mark: string) {
  return {
    client: cpuSeconds(mark, pid => !isCarrier(name, pid)),
    carrier: cpuSeconds(mark, pid => isCarrier(name, pid)),
    worker: threadSeconds(mark, 'DedicatedWorker'),
  }
}

/** In a round of its own: looking costs time too. */
export async function watchGaps(
  { name, mark }: Client,
  relay: Relay,
  work: () => Promise<void>,
): Promise<Gaps | null> {
  if (name === 'remote-viewer') return work().then(() => null)
  relay.tell(mark, 'startGaps')
  await work()
  relay.tell(mark, 'endGaps')
  const gaps = await relay.hear(mark, 'gaps')
  await untilIdle(mark)
  return gaps
}

export interface FirstPicture {
  /** In a browser that has just been started, and in one that has shown it before: the app's own is warm. */
  readonly coldMs: number
  readonly warmMs: number
}

/** From connecting to a live guest, best of some. */
export async function firstPicture(name: ClientName, relay: Relay, port: number): Promise<FirstPicture> {
  const [cold, warm]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    const client = await startClient(name, relay, port)
    cold.push(await untilShown(client, relay))
    for (let again = 0; again < ROUNDS; again++) {
      relay.tell(client.mark, 'reload')
      warm.push(await untilShown(client, relay))
    }
    await client.close()
  }
  return { coldMs: Math.min(...cold), warmMs: Math.min(...warm) }
}

/** Memory after each of some minutes' worth of noise, MiB. */
export async function memoryOver(
  name: ClientName,
  relay: Relay,
  first: readonly Message[],
  noise: readonly Message[],
  seconds: number,
): Promise<number[]> {
  const player = await startPlayer(first)
  const client = await startClient(name, relay, player.port)
  await untilShown(client, relay)
  try {
    const sizes: number[] = []
    const looks = 6
    for (let look = 0; look < looks; look++) {
      const until = performance.now() + (seconds * 1_000) / looks
      while (performance.now() < until) await player.play(noise)
      await untilIdle(client.mark)
      await sleep(500)
      sizes.push(ownMiB(client.mark))
    }
    return sizes
  } finally {
    await client.close()
    await player.close()
  }
}

export function nameOf(client: ClientName): string {
  return client === 'remote-viewer' ? 'remote-viewer' : PAGES[client]
}

export function judge(met: boolean, bar: string): string {
  return `${met ? 'met' : 'NOT MET'} (${bar})`
}
