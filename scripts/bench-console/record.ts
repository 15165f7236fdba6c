// Records what a server says on its display channel, and plays it to other clients: the same messages to each, as fast
// as it acknowledges them, with the window that spice-server has.
import { connect } from 'node:net'
import type { Line, Message, MockServer } from '../../e2e/spice/mock-server.ts'
import { startMock } from '../../e2e/spice/mock-server.ts'
import { relaySpice } from '../../main/console/spice-link.ts'
import { Channel, type Handle, type Role, type Surroundings } from '../../renderer/console/spice/channel.ts'
import { MainChannel } from '../../renderer/console/spice/channels/main.ts'
import type { ChannelName } from '../../renderer/console/spice/link.ts'
import { CHANNEL } from '../../renderer/console/spice/protocol.ts'
import { type Reader, Writer } from '../../renderer/console/spice/wire.ts'

const DISPLAY = { first: 101, last: 400 } as const
const INIT = 101
const CACHE_PIXELS = 10n << 20n

export interface Recorder {
  /** What came since the last call. */
  take(): Message[]
  close(): void
}

/** Says that it can do what every client can: no GLZ window, no capabilities. */
export async function startRecorder(port: number): Promise<Recorder> {
  let messages: Message[] = []
  const record = (type: number) => (body: Reader) => void messages.push({ type, body: body.rest().slice() })
  const types = Array.from({ length: DISPLAY.last - DISPLAY.first }, (_, n) => DISPLAY.first + n)
  const display: Role = {
    name: { type: CHANNEL.display, id: 0 },
    caps: [],
    messages: Object.fromEntries(types.map(type => [type, record(type) satisfies Handle])),
    linked: channel => channel.send(INIT, new Writer(14).u8(1).u64(CACHE_PIXELS).u8(1).i32(0).done()),
  }
  const closers: (() => void)[] = []
  let sessionId = 0
  let fail: (error: unknown) => void = () => undefined
  const open = (role: Role) => {
    const surroundings: Surroundings = {
      sessionId,
      waitFor: () => undefined,
      progressed: () => undefined,
      notified: () => undefined,
      failed: (_, error) => fail(error),
    }
    closers.push(openChannel(port, new Channel(role, surroundings), error => fail(error)))
  }
  const ignore = () => undefined
  await new Promise<void>((done, reject) => {
    fail = reject
    open(
      new MainChannel({
        onInit: init => {
          sessionId = init.sessionId
        },
        onChannels: (names: readonly ChannelName[]) => {
          if (names.some(({ type }) => type === CHANNEL.display)) open(display)
          done()
        },
        onMouseMode: ignore,
        onMultiMediaTime: ignore,
        onName: ignore,
        onAgentConnected: ignore,
        onAgentDisconnected: ignore,
        onAgentData: ignore,
        onAgentTokens: ignore,
      }),
    )
  })
  return {
    take: () => {
      const taken = messages
      messages = []
      return taken
    },
    close: () => {
      for (const close of closers) close()
    },
  }
}

function openChannel(port: number, channel: Channel, fail: (error: unknown) => void): () => void {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const relay = relaySpice('', {
    toSource: bytes => void socket.write(bytes),
    // Later, as over a port: the relay is not done with what it passes on.
    toPort: bytes => void queueMicrotask(() => channel.receive(new Uint8Array(bytes))),
    fail,
  })
  socket.on('data', chunk => relay.fromSource(chunk))
  socket.on('error', fail)
  socket.once('connect', () =>
    channel.start({
      send: bytes => relay.fromPort(Buffer.from(bytes)),
      taken: () => undefined,
      close: () => socket.destroy(),
    }),
  )
  return () => {
    channel.close()
    socket.destroy()
  }
}

const SET_ACK = 3
const CLIENT_ACK = 2
/** spice-server's for fast lines; twice that may be on the way. */
const WINDOW = 20

export interface Player {
  readonly port: number
  /** Resolves once the client has acknowledged them. */
  play(messages: readonly Message[]): Promise<void>
  close(): Promise<void>
}

/** @param first what the client gets as soon as it is there */
export async function startPlayer(first: readonly Message[]): Promise<Player> {
  let line: Line | null = null
  let onAck: () => void = () => undefined
  const server: MockServer = await startMock([], {
    channels: {
      [CHANNEL.display]: opened => {
        line = opened
        opened.onMessage(type => {
          if (type === CLIENT_ACK) onAck()
        })
        opened.send({ type: SET_ACK, body: new Writer(8).u32(1).u32(WINDOW).done() })
        for (const message of first) opened.send(message)
      },
    },
  })
  return {
    port: server.port,
    close: server.close,
    play: messages =>
      new Promise(done => {
        const to = line
        if (!to) throw new Error('no client is there')
        let sent = 0
        let allowed = 2 * WINDOW
        const go = () => {
          for (; sent < messages.length && sent < allowed; sent++) to.send(messages[sent] as Message)
          // The last ones make no whole window.
          if (sent === messages.length && allowed - sent <= 2 * WINDOW) done()
        }
        onAck = () => {
          allowed += WINDOW
          go()
        }
        go()
      }),
  }
}
