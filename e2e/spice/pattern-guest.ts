// A guest whose every pixel differs from its neighbours, over SPICE and over VNC: where a screenshot of the window has its
// colours, one of its pixels is one of the screen's. Over SPICE it is as large as its agent is asked to make it. A double,
// because no small guest follows its window.
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { AGENT_CAP, AGENT_MESSAGE, writeAnnouncement } from '../../renderer/console/spice/agent/messages.ts'
import { capabilityWords } from '../../renderer/console/spice/protocol.ts'
import { Writer } from '../../renderer/console/spice/wire.ts'
import { base, copy, createSurface } from './draw.ts'
import { type Line, startMock } from './mock-server.ts'
import { raw32, sample } from './pictures.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

export interface PatternGuest {
  readonly port: number
  /** As it is now. */
  size(): Size
  close(): Promise<unknown>
}

const MAIN = { agentData: 109 } as const
const FROM_CLIENT = { agentStart: 106, agentData: 107 } as const
const SURFACE_DESTROY = 315
const AGENT_HEADER_BYTES = 20

/** @param port where it listens; 0: anywhere */
export async function startSpicePattern(first: Size, port = 0): Promise<PatternGuest> {
  let size = first
  let display: Line | null = null
  const draw = () => {
    const { width, height } = size
    const box = { left: 0, top: 0, right: width, bottom: height }
    display?.send(createSurface(0, width, height, 32, true))
    display?.send(copy(base(0, box), raw32(width, height), box))
  }
  const server = await startMock([], {
    port,
    channels: {
      2: line => {
        display = line
        draw()
      },
    },
    agent: line =>
      line.onMessage((type, body) => {
        if (type === FROM_CLIENT.agentStart) line.send(announcement())
        if (type !== FROM_CLIENT.agentData || body.readUInt32LE(4) !== AGENT_MESSAGE.monitorsConfig) return
        // u32 count, u32 flags; of the first u32 height, width
        const monitor = AGENT_HEADER_BYTES + 8
        size = { height: body.readUInt32LE(monitor), width: body.readUInt32LE(monitor + 4) }
        display?.send({ type: SURFACE_DESTROY, body: new Writer(4).u32(0).done() })
        draw()
      }),
  })
  return { port: server.port, size: () => size, close: server.close }
}

function announcement() {
  const body = writeAnnouncement({ wantsOurs: false, words: capabilityWords([AGENT_CAP.monitorsConfig]) })
  const head = new Writer().u32(1).u32(AGENT_MESSAGE.announceCapabilities).u64(0n).u32(body.length)
  return { type: MAIN.agentData, body: head.bytes(body).done() }
}

/** Red, green and blue in the first bytes, which is what noVNC asks for. */
const PIXEL_FORMAT = Buffer.from('2018000100ff00ff00ff000810000000', 'hex')
const FRAMEBUFFER_REQUEST = 3
/** Bytes of each of a client's messages, by its first; of encodings there follow four each. */
const MESSAGE_BYTES: Readonly<Record<number, number>> = { 0: 20, 2: 4, 3: 10, 4: 8, 5: 6 }

export async function startVncPattern(size: Size): Promise<PatternGuest> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    serveVnc(socket, size)
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    size: () => size,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(done => server.close(done))
    },
  }
}

/** RFB 3.8 (RFC 6143) without a password: the whole picture once, raw. */
function serveVnc(socket: Socket, { width, height }: Size): void {
  let buffer = Buffer.alloc(0)
  let step = 0
  let isDrawn = false
  const take = (bytes: number) => {
    if (buffer.length < bytes) return null
    const taken = buffer.subarray(0, bytes)
    buffer = buffer.subarray(bytes)
    return taken
  }
  const u16 = (...values: number[]) => Buffer.from(values.flatMap(value => [value >> 8, value & 255]))
  const handshake = [
    { bytes: 12, answer: Buffer.from([1, 1]) },
    { bytes: 1, answer: Buffer.alloc(4) },
    {
      bytes: 1,
      answer: Buffer.concat([u16(width, height), PIXEL_FORMAT, Buffer.from([0, 0, 0, 1]), Buffer.from('p')]),
    },
  ]
  const draw = () => {
    if (isDrawn) return
    isDrawn = true
    const head = Buffer.concat([Buffer.from([0, 0]), u16(1, 0, 0, width, height), Buffer.alloc(4)])
    socket.write(Buffer.concat([head, swapped(sample(width, height))]))
  }
  socket.on('error', () => undefined)
  socket.write('RFB 003.008\n')
  socket.on('data', data => {
    buffer = Buffer.concat([buffer, data])
    for (;;) {
      const phase = handshake[step]
      if (phase) {
        if (!take(phase.bytes)) return
        socket.write(phase.answer)
        step++
        continue
      }
      const kind = buffer[0]
      if (kind === undefined) return
      const size =
        (MESSAGE_BYTES[kind] ?? 8) + (kind === 2 && buffer.length >= 4 ? buffer.readUInt16BE(2) * 4 : 0)
      if (!take(size)) return
      if (kind === FRAMEBUFFER_REQUEST) draw()
    }
  })
}

/** B G R X to R G B X. */
function swapped(pixels: Uint8Array): Buffer {
  const bytes = Buffer.from(pixels)
  for (let at = 0; at < bytes.length; at += 4) {
    const blue = bytes[at] ?? 0
    bytes[at] = bytes[at + 2] ?? 0
    bytes[at + 2] = blue
  }
  return bytes
}
