// A console's port with the face of a WebSocket, which is what noVNC speaks to. Nothing is on a
// network: bytes go to main and come from main. What was taken is told back, so that main can hold the source.
import type { AppError } from '../../preload/model/error.ts'
import type { PipeMessage } from '../../preload/model/pipe.ts'

const CONNECTING = 0
const OPEN = 1
const CLOSED = 3
/** Told back in lumps: a message for each would double the traffic. */
const TELL_BYTES = 256 << 10

export class PortSocket extends EventTarget {
  binaryType = 'arraybuffer'
  readonly protocol = 'binary'
  readyState = CONNECTING
  onopen: ((event: Event) => void) | null = null
  onmessage: ((event: MessageEvent) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  onclose: ((event: Event) => void) | null = null
  #port: MessagePort | null = null
  #untold = 0
  readonly #onEnd: (error: AppError | null) => void

  /** @param onEnd told why it ended; null for an ordinary end */
  constructor(open: Promise<MessagePort>, onEnd: (error: AppError | null) => void) {
    super()
    this.#onEnd = onEnd
    open.then(
      port => this.#opened(port),
      error => this.#end((error as { error?: AppError }).error ?? null, new Event('error')),
    )
  }

  send(data: ArrayBuffer | Uint8Array): void {
    const bytes = data instanceof Uint8Array ? data : new Uint8Array(data)
    this.#port?.postMessage(bytes.slice())
  }

  close(): void {
    this.#end(null)
  }

  #opened(port: MessagePort): void {
    if (this.readyState === CLOSED) return port.close()
    this.#port = port
    port.onmessage = ({ data }: MessageEvent<PipeMessage>) => this.#receive(data)
    this.readyState = OPEN
    this.#emit(new Event('open'))
  }

  #receive(message: PipeMessage): void {
    if (!(message instanceof Uint8Array)) {
      if ('ended' in message) this.#end(message.ended.error)
      return
    }
    const { buffer, byteOffset, byteLength } = message
    const data = byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)
    this.#emit(new MessageEvent('message', { data }))
    this.#untold += byteLength
    if (this.#untold < TELL_BYTES) return
    this.#port?.postMessage({ taken: this.#untold })
    this.#untold = 0
  }

  #end(error: AppError | null, first?: Event): void {
    if (this.readyState === CLOSED) return
    this.readyState = CLOSED
    this.#port?.close()
    this.#port = null
    this.#onEnd(error)
    // Later, as a WebSocket does: whoever closes it is not ready for the event before close() has returned.
    queueMicrotask(() => {
      if (first) this.#emit(first)
      this.#emit(new CloseEvent('close', { code: error ? 1006 : 1000, wasClean: error === null }))
    })
  }

  #emit(event: Event): void {
    const handler = { open: this.onopen, message: this.onmessage, error: this.onerror, close: this.onclose }[
      event.type
    ]
    ;(handler as ((event: Event) => void) | null | undefined)?.call(this, event)
    this.dispatchEvent(event)
  }
}
