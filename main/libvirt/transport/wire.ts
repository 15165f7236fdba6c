// The bytes to and from a daemon. What comes is lent, not given: a socket of this computer reads into one memory over
// and over, which for bulk data costs a fifth of what fresh memory for each read does.
import type { NetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'
import { dial } from './dial.ts'

export interface Wire {
  readonly stream: Duplex
  /** To be called once. What `take` is handed is its own until it returns, and no longer. */
  listen(take: (bytes: Buffer) => void): void
}

/** Room for a whole packet of stream data, which then comes in one piece. */
const READ_BYTES = 260 << 10

/** Throws ConnectError or the signal's reason. */
export async function dialWire(to: NetConnectOpts, signal: AbortSignal | undefined): Promise<Wire> {
  const memory = Buffer.allocUnsafeSlow(READ_BYTES)
  let listener: ((bytes: Buffer) => void) | null = null
  let early = 0
  const stream = await dial(
    {
      ...to,
      onread: {
        buffer: memory,
        callback(count) {
          if (listener) listener(memory.subarray(0, count))
          else early = count
          return listener !== null // nothing more is read until someone listens
        },
      },
    },
    signal,
  )
  const listen = (take: (bytes: Buffer) => void) => {
    listener = take
    if (early > 0) take(memory.subarray(0, early))
    stream.resume()
  }
  return { stream, listen }
}

export function wireOf(stream: Duplex): Wire {
  return { stream, listen: take => void stream.on('data', take) }
}
