// A real server's video: a program in the guest writes frames to the port that spice-server has for streaming agents, and
// they come out of our client as they went in. Only the decoder is a double here, for Node has none; decoding is tested
// in the browser (e2e/specs/video.spec.ts).
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Codec, codecType } from '../../renderer/console/spice/video/codec.ts'
import type { VideoPlatform } from '../../renderer/console/spice/video/platform.ts'
import { type PortGuest, startPortGuest } from './agent-guest.ts'
import { connectSpice } from './connect.ts'
import { JPEG } from './jpeg.ts'

/** spice-protocol, stream-device.h */
const STREAM = { version: 1, format: 2, data: 3, startStop: 4 } as const
const HEADER_BYTES = 8
const [WIDTH, HEIGHT] = [320, 200]
const RED = 0xff2020d0

let port: PortGuest
let device: Socket
let heard = Buffer.alloc(0)

beforeAll(async () => {
  port = await startPortGuest({
    chardev: 'spiceport,id=agent,name=org.spice-space.stream.0',
    name: 'org.spice-space.stream.0',
  })
  device = connect(port.double)
  device.on('data', data => {
    heard = Buffer.concat([heard, data])
  })
})
afterAll(async () => {
  device.destroy()
  await port.stop()
})

function say(type: number, body: Uint8Array): void {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(STREAM.version, 0)
  header.writeUInt16LE(type, 2)
  header.writeUInt32LE(body.length, 4)
  device.write(Buffer.concat([header, body]))
}

/** The codecs that the server asks the guest for, once it does. */
async function codecsWanted(): Promise<number[]> {
  for (;;) {
    for (let at = 0; at + HEADER_BYTES <= heard.length; ) {
      const end = at + HEADER_BYTES + heard.readUInt32LE(at + 4)
      if (end > heard.length) break
      const body = heard.subarray(at + HEADER_BYTES, end)
      if (heard.readUInt16LE(at + 2) === STREAM.startStop && (body[0] ?? 0) > 0) return [...body.subarray(1)]
      at = end
    }
    await sleep(50)
  }
}

test('what the guest streams is drawn, in the codecs that we can', async () => {
  const frames: Uint8Array[] = []
  const codecs: Codec[] = ['mjpeg', 'vp8']
  const video: VideoPlatform = {
    codecs,
    open: (_, ears) => ({
      decode: (bytes, time) => {
        frames.push(bytes.slice())
        ears.onFrame(
          { width: WIDTH, height: HEIGHT, pixels: new Uint32Array(WIDTH * HEIGHT).fill(RED), alpha: false },
          time,
        )
      },
      close: () => undefined,
    }),
  }
  const client = connectSpice(port.guest.port, '', { video })
  try {
    expect((await codecsWanted()).sort()).toEqual(codecs.map(codecType).sort())
    const format = Buffer.alloc(12)
    format.writeUInt32LE(WIDTH, 0)
    format.writeUInt32LE(HEIGHT, 4)
    format.writeUInt8(codecType('mjpeg'), 8)
    say(STREAM.format, format)
    const sent = Array.from({ length: 20 }, (_, n) => Buffer.concat([JPEG, Buffer.from([n])]))
    for (const frame of sent) {
      say(STREAM.data, frame)
      await sleep(30)
    }
    while (frames.length < sent.length) await sleep(50)
    expect(frames.map(frame => Buffer.from(frame))).toEqual(sent)
    // The server gives streams a display of their own.
    const shown = client.session.displays
      .map(({ primary }) => primary)
      .find(primary => primary?.width === WIDTH)
    expect(shown?.height).toBe(HEIGHT)
    expect(shown?.pixels.every(pixel => pixel === RED)).toBe(true)
    expect(client.session.unknownMessages()).toEqual({})
  } finally {
    client.session.close()
  }
}, 120_000)
