// A relay between client and daemon, for what only a network does: it stops carrying, resets, or dribbles.
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Faults {
  /** Bytes from the daemon after which both ends are reset. */
  resetAfterBytes?: number
  /** From the daemon everything comes byte by byte. */
  dribbles?: boolean
}

export class Relay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #carries = true
  faults: Faults = {}

  private constructor(toPort: number) {
    this.#server = createServer(client => this.#carry(client, connect(toPort, '127.0.0.1')))
  }

  static async start(toPort: number): Promise<Relay> {
    const relay = new Relay(toPort)
    await new Promise<void>(resolve => relay.#server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  /** Both ends stay open, and nothing comes any more. */
  fallSilent(): void {
    this.#carries = false
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #carry(client: Socket, daemon: Socket): void {
    const { resetAfterBytes = Number.POSITIVE_INFINITY, dribbles = false } = this.faults
    let carried = 0
    for (const [from, to] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      this.#sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
    }
    client.on('data', chunk => {
      if (this.#carries) daemon.write(chunk)
    })
    daemon.on('data', (chunk: Buffer) => {
      if (!this.#carries) return
      const left = chunk.subarray(0, resetAfterBytes - carried)
      carried += left.length
      if (dribbles) for (const byte of left) client.write(Buffer.of(byte))
      else client.write(left)
      if (left.length < chunk.length || carried === resetAfterBytes) client.resetAndDestroy()
    })
  }
}
