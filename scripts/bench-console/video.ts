// A region of video of 1920 × 1080 at 25 frames a second, as a server streams it: whether it is shown at its own rate.
import { setTimeout as sleep } from 'node:timers/promises'
import { base, createSurface, fill, solidBrush } from '../../e2e/spice/draw.ts'
import { type Line, type Message, startMock } from '../../e2e/spice/mock-server.ts'
import { CODEC, createStream, streamData } from '../../e2e/spice/stream-messages.ts'
import { Writer } from '../../renderer/console/spice/wire.ts'
import { cpuSeconds } from '../bench-processes.ts'
import { isCarrier, openPage, startClient, untilShown } from './clients.ts'
import type { Film } from './pages/watch.ts'
import type { Relay } from './relay.ts'

const SIZE = { width: 1920, height: 1080 } as const
const SCREEN = { left: 0, top: 0, right: SIZE.width, bottom: SIZE.height } as const
const FRAME_MS = 40
const SECONDS = 10
const STREAM = 1
const MARK: Message = { type: 102, body: new Uint8Array(0) }
const STREAM_DESTROY = 125
/** Every codec's bit: the client's choice is not what is measured. */
const DISPLAY_CAPS = 0xfff

export interface Played {
  readonly sent: number
  /** By the client. */
  readonly drawn: number
  /** Processor time of what shows the picture, for each frame that was drawn. */
  readonly cpuMs: number
  /** On the page, in a round of its own, for looking costs time: of frames drawn in one turn of the screen, one is seen. */
  readonly seen: number
  readonly longestMs: number
}

/** In each codec that the browser can encode. */
export async function makeFilms(relay: Relay): Promise<readonly Film[]> {
  const mark = `${process.pid}-films`
  const page = openPage('vitrina', mark, `${relay.origin}/encode.html?mark=${mark}`)
  const { films } = await relay.hear(mark, 'films')
  await page.close()
  return films
}

export async function playFilm(relay: Relay, film: Film): Promise<Played> {
  const frames = film.frames.map(frame => Buffer.from(frame, 'base64'))
  const projector = await startProjector(CODEC[film.codec], frames)
  const client = await startClient('vitrina', relay, projector.port)
  const { mark } = client
  try {
    await untilShown(client, relay)
    const shows = (pid: number) => !isCarrier('vitrina', pid)
    const before = cpuSeconds(mark, shows)
    const sent = await projector.play()
    const cpuS = cpuSeconds(mark, shows) - before
    const { counts } = await relay.hear(mark, 'video')
    const drawn = counts.frames - counts.drops
    relay.tell(mark, 'startGaps')
    await projector.play()
    relay.tell(mark, 'endGaps')
    const { changes, longestMs } = await relay.hear(mark, 'gaps')
    return { sent, drawn, cpuMs: (cpuS * 1_000) / drawn, seen: changes, longestMs }
  } finally {
    await client.close()
    await projector.close()
  }
}

interface Projector {
  readonly port: number
  /** One stream, by the clock. @returns how many frames */
  play(): Promise<number>
  close(): Promise<void>
}

async function startProjector(codec: number, frames: readonly Uint8Array[]): Promise<Projector> {
  let line: Line | null = null
  const server = await startMock([], {
    displayCaps: DISPLAY_CAPS,
    channels: {
      2: opened => {
        line = opened
        opened.send(createSurface(0, SIZE.width, SIZE.height, 32, true))
        opened.send(fill(base(0, SCREEN), solidBrush(0x336699)))
        opened.send(MARK)
      },
    },
  })
  return {
    port: server.port,
    close: server.close,
    play: async () => {
      const begun = performance.now()
      const count = (SECONDS * 1_000) / FRAME_MS
      line?.send(streamStart(codec))
      for (let at = 0; at < count; at++) {
        line?.send(streamData(STREAM, at * FRAME_MS, frames[at % frames.length] as Uint8Array))
        await sleep(Math.max(0, begun + (at + 1) * FRAME_MS - performance.now()))
      }
      line?.send(streamEnd())
      return count
    },
  }
}

function streamStart(codec: number): Message {
  return createStream({ id: STREAM, codec, ...SIZE, box: SCREEN })
}

function streamEnd(): Message {
  return { type: STREAM_DESTROY, body: new Writer(4).u32(STREAM).done() }
}
