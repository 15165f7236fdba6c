// Our SPICE client in Node, without a window: sockets for pipes, arrays for a screen. Passwords are answered as main
// does it.
import { once } from 'node:events'
import { connect } from 'node:net'
import { relaySpice } from '../../main/console/spice-link.ts'
import type { SessionOptions } from '../../renderer/console/spice/session.ts'
import { type PipeEars, Session } from '../../renderer/console/spice/session.ts'

export interface Connected {
  readonly session: Session
  /** Resolves with why it ended: null for an ordinary end. */
  readonly ended: Promise<unknown>
  /** How many times something was drawn on the primary surface. */
  readonly drawn: () => number
}

/** @param port on loopback */
export function connectSpice(
  port: number,
  password = '',
  more: Partial<Pick<SessionOptions, 'decodeJpeg' | 'agent' | 'video' | 'sound'>> = {},
): Connected {
  let end: (error: unknown) => void = () => undefined
  const ended = new Promise<unknown>(resolve => {
    end = resolve
  })
  let drawn = 0
  const session: Session = new Session({
    open: ears => openSocket(port, password, ears),
    decodeJpeg: more.decodeJpeg ?? noJpeg,
    agent: more.agent ?? NO_EARS,
    ...(more.video ? { video: more.video } : {}),
    ...(more.sound ? { sound: more.sound } : {}),
    display: () => ({
      onPrimary: () => undefined,
      onMark: () => undefined,
      onHeads: () => undefined,
      onDamage: () => void drawn++,
    }),
    cursor: { onPointer: () => undefined, onMove: () => undefined },
    events: {
      onConnected: () => undefined,
      onMouseMode: () => undefined,
      onLocks: () => undefined,
      onNotice: () => undefined,
      onEnded: error => end(error),
    },
  })
  session.start()
  return { session, ended, drawn: () => drawn }
}

const NO_EARS: SessionOptions['agent'] = {
  onTools: () => undefined,
  onGuestHas: () => undefined,
  onContent: () => undefined,
  onWanted: () => undefined,
  onTooLarge: () => undefined,
  onProgress: () => undefined,
  onEnd: () => undefined,
}

function openSocket(port: number, password: string, ears: PipeEars): void {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const relay = relaySpice(password, {
    toSource: bytes => void socket.write(bytes),
    // Later, as over a port: the relay is not done with what it passes on.
    toPort: bytes => void queueMicrotask(() => ears.onBytes(new Uint8Array(bytes))),
    fail: failure => ears.onEnd(failure.error),
  })
  socket.on('data', chunk => relay.fromSource(chunk))
  socket.on('error', error => ears.onEnd(error))
  socket.on('close', () => ears.onEnd(null))
  void once(socket, 'connect').then(
    () =>
      ears.onOpen({
        send: bytes => relay.fromPort(Buffer.from(bytes)),
        taken: () => undefined,
        close: () => socket.destroy(),
      }),
    () => undefined, // told by 'error'
  )
}

function noJpeg(): Promise<never> {
  return Promise.reject(new Error('no JPEG in Node'))
}

export interface Screen {
  readonly width: number
  readonly height: number
  /** RGBA */
  readonly data: Buffer
}

/** The primary surface as it is now. */
export function screenOf({ session }: Connected): Screen | null {
  const primary = session.displays[0]?.primary
  if (!primary) return null
  const { width, height, pixels } = primary
  return { width, height, data: Buffer.from(pixels.slice().buffer) }
}

/** How many pixels differ in colour; all of them when the sizes do. */
export function countDifferent(ours: Screen, theirs: Screen): number {
  if (ours.width !== theirs.width || ours.height !== theirs.height)
    return Math.max(theirs.width * theirs.height, 1)
  let different = 0
  for (let at = 0; at < ours.data.length; at += 4) {
    const same =
      ours.data[at] === theirs.data[at] &&
      ours.data[at + 1] === theirs.data[at + 1] &&
      ours.data[at + 2] === theirs.data[at + 2]
    if (!same) different++
  }
  return different
}

/** A binary PPM, as QEMU and spicy-screenshot write it. */
export function readPpm(bytes: Buffer): Screen {
  const header = /^P6\s+(?:#[^\n]*\s+)*(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 200))
  if (!header) throw new Error('not a PPM')
  const [width, height] = [Number(header[1]), Number(header[2])]
  const data = Buffer.alloc(width * height * 4, 255)
  for (let pixel = 0, from = header[0].length; pixel < width * height; pixel++, from += 3)
    bytes.copy(data, pixel * 4, from, from + 3)
  return { width, height, data }
}
