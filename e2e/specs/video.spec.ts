// Video in the console: streams of every codec that the browser decodes, from a double, and what a real server makes of
// a guest that shows a film. What a guest streams itself is in e2e/spice/stream.test.ts.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { pipeline } from 'node:stream'
import { expect, type Page, test } from '@playwright/test'
import type { PNG } from 'pngjs'
import type { VideoCounts } from '../../renderer/console/display.ts'
import { launchApp } from '../app.ts'
import { compare, isSame } from '../pages/console.ts'
import { check } from '../pages/console-check.ts'
import type { Screen } from '../spice/connect.ts'
import { type Box, base, copy, createSurface, fill, image, solidBrush } from '../spice/draw.ts'
import { startDrawingGuest } from '../spice/drawing-guest.ts'
import { JPEG, SIDE } from '../spice/jpeg.ts'
import { type Message, startMock } from '../spice/mock-server.ts'
import {
  activateReport,
  CODEC,
  clipStream,
  createStream,
  streamData,
  streamDataSized,
} from '../spice/stream-messages.ts'

// Each check starts the whole app.
test.describe.configure({ timeout: 240_000 })

const SCREEN = { width: 320, height: 200 } as const
const ALL: Box = { left: 0, top: 0, right: SCREEN.width, bottom: SCREEN.height }
const BLUE = 0x336699
const PREFERRED_CODECS = 1 << 12
const MARK: Message = { type: 102, body: new Uint8Array(0) }

const blank = [
  createSurface(0, SCREEN.width, SCREEN.height, 32, true),
  fill(base(0, ALL), solidBrush(BLUE)),
  MARK,
]

const boxAt = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
})

function colourAt({ data }: Screen, x: number, y: number): number {
  return data.readUIntBE(4 * (y * SCREEN.width + x), 3)
}

/** Pixels of two boxes of the same size that differ. */
function differing(screen: Screen, a: Box, b: Box): number {
  let different = 0
  for (let y = 0; y < a.bottom - a.top; y++)
    for (let x = 0; x < a.right - a.left; x++)
      if (colourAt(screen, a.left + x, a.top + y) !== colourAt(screen, b.left + x, b.top + y)) different++
  return different
}

test('MJPEG is drawn where the stream is, clipped, sized, and reported', async () => {
  const jpegPicture = image(105, SIDE, SIDE, body => body.u32(JPEG.length).bytes(JPEG))
  const own = boxAt(0, 0, SIDE, SIDE)
  const [plain, whole, clipped, sized] = [3, 50, 100, 150].map(left => boxAt(left, 7, SIDE, SIDE)) as [
    Box,
    Box,
    Box,
    Box,
  ]
  const shape = { codec: CODEC.mjpeg, width: SIDE, height: SIDE }
  const said: { type: number; body: Buffer }[] = []
  const server = await startMock([], {
    displayCaps: PREFERRED_CODECS,
    channels: {
      2: line => {
        line.onMessage((type, body) => said.push({ type, body: Buffer.from(body) }))
        const messages = [
          ...blank,
          copy(base(0, plain), jpegPicture, own),
          createStream({ ...shape, id: 1, box: whole }),
          activateReport(1, 77, 3, 60_000),
          createStream({ ...shape, id: 2, box: clipped }),
          clipStream(2, [boxAt(clipped.left, clipped.top, 10, 10)]),
          // The stream's own box is elsewhere: a sized frame brings its own.
          createStream({ ...shape, id: 3, box: boxAt(200, 100, 20, 20) }),
          ...[1, 2].map(id => streamData(id, 1_000, JPEG)),
          streamData(1, 1_040, JPEG),
          streamData(1, 1_080, JPEG),
          streamDataSized(3, 1_000, SIDE, SIDE, sized, JPEG),
        ]
        for (const message of messages) line.send(message)
      },
    },
  })
  try {
    const outcome = await check(`spice://127.0.0.1:${server.port}`)
    expect(outcome, outcome.said).toMatchObject({ status: 0 })
    const screen = outcome.picture as Screen
    expect(colourAt(screen, plain.left + 1, plain.top + 1)).not.toBe(BLUE)
    expect(differing(screen, plain, whole)).toBe(0)
    expect(differing(screen, plain, sized)).toBe(0)
    expect(
      differing(screen, boxAt(plain.left, plain.top, 10, 10), boxAt(clipped.left, clipped.top, 10, 10)),
    ).toBe(0)
    expect(colourAt(screen, clipped.left + 10, clipped.top + 5)).toBe(BLUE)
    expect(colourAt(screen, 210, 110)).toBe(BLUE)
    const report = said.find(({ type }) => type === 102)?.body
    // Stream, unique, first and last time, frames.
    expect([0, 4, 8, 12, 16].map(at => report?.readUInt32LE(at))).toEqual([1, 77, 1_000, 1_080, 3])
    const preferred = said.find(({ type }) => type === 105)?.body
    expect(preferred?.length).toBe(1 + (preferred?.[0] ?? 0))
    expect(preferred?.at(-1)).toBe(CODEC.mjpeg)
  } finally {
    await server.close()
  }
})

test('what a real server takes for video is shown, and sharp when the film has ended', async () => {
  const guest = await startDrawingGuest('streaming-video=all')
  const { port } = guest.guest
  const door = createServer(socket => {
    const server = connect(port, '127.0.0.1')
    pipeline(socket, server, socket, () => server.destroy())
  })
  const looked = once(door, 'connection')
  try {
    await new Promise<void>(done => door.listen(0, '127.0.0.1', done))
    const address = `spice://127.0.0.1:${(door.address() as AddressInfo).port}`
    const checked = check(address, '--patience', '150')
    await looked // the film begins when somebody looks
    await guest.draw('film', 400)
    const outcome = await checked
    expect(outcome, outcome.said).toMatchObject({ status: 0 })
    const { videos } = JSON.parse(outcome.said) as { videos: VideoCounts[] }
    expect(videos.length).toBeGreaterThan(0)
    for (const { frames } of videos) expect(frames).toBeGreaterThan(0)
    const comparison = compare(outcome.picture as PNG, (await guest.guest.screen()) as PNG)
    expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  } finally {
    door.close()
    await guest.stop()
  }
})

const ENCODERS = { vp8: 'vp8', vp9: 'vp09.00.10.08', h264: 'avc1.42001f', h265: 'hev1.1.6.L93.B0' } as const
type Encoded = Exclude<keyof typeof CODEC, 'mjpeg'>
const [WIDTH, HEIGHT, FRAMES] = [160, 96, 6]

/** Frames of two halves, red and green, which change places with each; base64. Null where the browser has no encoder. */
function encode(page: Page, codec: string): Promise<string[] | null> {
  return page.evaluate(
    async ([name, width, height, count]) => {
      const config: VideoEncoderConfig = {
        codec: name,
        width,
        height,
        latencyMode: 'realtime',
        ...(name.startsWith('avc1') ? { avc: { format: 'annexb' } } : {}),
      }
      const can = await VideoEncoder.isConfigSupported(config).catch(() => ({ supported: false }))
      if (!can.supported) return null
      const frames: string[] = []
      const encoder = new VideoEncoder({
        output: chunk => {
          const bytes = new Uint8Array(chunk.byteLength)
          chunk.copyTo(bytes)
          frames.push(btoa(String.fromCharCode(...bytes)))
        },
        error: error => {
          throw error
        },
      })
      encoder.configure(config)
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')
      for (let n = 0; context && n < count; n++) {
        for (const [half, colour] of ['#d02020', '#20b040'].entries()) {
          context.fillStyle = colour
          context.fillRect(((half + n) % 2) * (width / 2), 0, width / 2, height)
        }
        const frame = new VideoFrame(canvas, { timestamp: n * 40_000 })
        encoder.encode(frame, { keyFrame: n === 0 })
        frame.close()
      }
      await encoder.flush()
      return frames
    },
    [codec, WIDTH, HEIGHT, FRAMES] as const,
  )
}

const isNear = (colour: number, other: number) =>
  [0, 8, 16].every(shift => Math.abs(((colour >> shift) & 255) - ((other >> shift) & 255)) <= 24)

test('VP8, VP9, H.264 and H.265, where the browser has them, show their last frame', async () => {
  const { page, close } = await launchApp()
  const encoded = new Map<Encoded, string[]>()
  try {
    for (const [codec, name] of Object.entries(ENCODERS) as [Encoded, string][]) {
      const frames = await encode(page, name)
      if (frames) encoded.set(codec, frames)
    }
  } finally {
    await close()
  }
  // Chromium always has these two.
  expect([...encoded.keys()]).toEqual(expect.arrayContaining(['vp8', 'vp9']))
  for (const [codec, frames] of encoded) {
    const box = boxAt(20, 10, WIDTH, HEIGHT)
    const stream = createStream({ id: 1, codec: CODEC[codec], width: WIDTH, height: HEIGHT, box })
    const data = frames.map((frame, n) => streamData(1, 1_000 + 40 * n, Buffer.from(frame, 'base64')))
    const server = await startMock([...blank, stream, ...data])
    try {
      const outcome = await check(`spice://127.0.0.1:${server.port}`)
      expect(outcome, `${codec}: ${outcome.said}`).toMatchObject({ status: 0 })
      const screen = outcome.picture as Screen
      const [left, right] = [colourAt(screen, 60, 60), colourAt(screen, 140, 60)]
      expect(
        isNear(left, 0x20b040) && isNear(right, 0xd02020),
        `${codec}: ${left.toString(16)} ${right.toString(16)}`,
      ).toBe(true)
      expect(colourAt(screen, 10, 60)).toBe(BLUE)
    } finally {
      await server.close()
    }
  }
})
