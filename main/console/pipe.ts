// Carries bytes between a source (a display's socket, a text console's stream) and the port of a window.
// Nothing is decoded here. A window that does not keep up has its source paused: at most HIGH bytes are on the way.
import type { Duplex } from 'node:stream'
import type { AppFailure } from '../../preload/model/error.ts'
import type { PipeEnded, PipeTaken } from '../../preload/model/pipe.ts'
import { batched } from './batch.ts'

const HIGH_BYTES = 4 << 20
const LOW_BYTES = 1 << 20
/** Nothing that a keyboard, a mouse or a clipboard sends is larger. */
const LARGEST_INPUT = 16 << 20

/** The end of Electron's MessagePortMain that we use. */
export interface Port {
  postMessage(message: Uint8Array | PipeEnded): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** What stands between the source and the port: it may answer a handshake itself. */
export interface Relay {
  fromSource(chunk: Buffer): void
  fromPort(message: Buffer): void
}

export interface Ends {
  toSource(bytes: Uint8Array): void
  toPort(bytes: Uint8Array): void
  /** Ends the pipe for a reason that the window shows. */
  fail(failure: AppFailure): void
}

/** @param relay made from the two ends; without one, bytes pass as they are */
export function runPipe(
  source: Duplex,
  port: Port,
  readError: (error: unknown) => AppFailure,
  relay: (ends: Ends) => Relay = ends => ({ fromSource: ends.toPort, fromPort: ends.toSource }),
): void {
  let onTheWay = 0
  let over = false
  const batch = batched(bytes => port.postMessage(bytes))
  const end = (failure: AppFailure | null) => {
    if (over) return
    over = true
    source.destroy()
    batch.flush()
    port.postMessage({ ended: { error: failure?.error ?? null } })
    port.close()
  }
  const through = relay({
    toSource: bytes => void (over || source.write(bytes)),
    toPort: bytes => {
      if (over) return
      onTheWay += bytes.byteLength
      batch.add(bytes)
      if (onTheWay > HIGH_BYTES) source.pause()
    },
    fail: end,
  })
  source.on('data', (chunk: Buffer) => through.fromSource(chunk))
  source.on('error', error => end(readError(error)))
  source.on('close', () => end(null))
  port.on('message', ({ data }) => {
    if (data instanceof Uint8Array && data.byteLength <= LARGEST_INPUT) through.fromPort(Buffer.from(data))
    else if (isTaken(data)) {
      onTheWay = Math.max(0, onTheWay - data.taken)
      if (onTheWay < LOW_BYTES) source.resume()
    }
  })
  port.on('close', () => end(null))
  port.start()
}

function isTaken(data: unknown): data is PipeTaken {
  return typeof data === 'object' && data !== null && 'taken' in data && Number.isSafeInteger(data.taken)
}
