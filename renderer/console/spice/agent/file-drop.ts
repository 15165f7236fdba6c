// Files that are dropped on the console: the agent is told a name and a size, says whether it takes it, then gets the
// bytes, no faster than it has tokens for.
import type { FileEnd } from '../../display.ts'
import type { Reader } from '../wire.ts'
import { AGENT_MESSAGE, FILE_STATUS, writeFileData, writeFileStart, writeFileStatus } from './messages.ts'

const CHUNK_BYTES = 64 << 10

/** A file to send: a Blob of the page is one. */
export interface DroppedFile {
  readonly name: string
  readonly size: number
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

export interface FileEvents {
  onProgress(id: number, sentBytes: number): void
  /** Once, last of all. */
  onEnd(id: number, end: FileEnd): void
}

const ENDS: Readonly<Record<number, FileEnd>> = {
  [FILE_STATUS.cancelled]: 'cancelled',
  [FILE_STATUS.error]: 'failed',
  [FILE_STATUS.success]: 'done',
  [FILE_STATUS.noSpace]: 'noSpace',
  [FILE_STATUS.locked]: 'locked',
  [FILE_STATUS.noAgent]: 'gone',
  [FILE_STATUS.disabled]: 'disabled',
}

export class FileDrop {
  readonly #send: (type: number, body: Uint8Array) => Promise<boolean>
  readonly #events: FileEvents
  readonly #files = new Map<number, DroppedFile>()

  constructor(send: (type: number, body: Uint8Array) => Promise<boolean>, events: FileEvents) {
    this.#send = send
    this.#events = events
  }

  /** @param id of our choice, never used before in this session */
  start(id: number, file: DroppedFile): void {
    this.#files.set(id, file)
    void this.#send(AGENT_MESSAGE.fileStart, writeFileStart(id, file.name, file.size)).then(went => {
      if (!went) this.#end(id, 'gone')
    })
  }

  cancel(id: number): void {
    if (!this.#files.has(id)) return
    void this.#send(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.cancelled))
    this.#end(id, 'cancelled')
  }

  /** u32 id, u32 status; details may follow. */
  takeStatus(body: Reader): void {
    const id = body.u32()
    const status = body.u32()
    const file = this.#files.get(id)
    if (!file) return
    if (status === FILE_STATUS.canSend) void this.#sendBytes(id, file)
    else this.#end(id, ENDS[status] ?? 'failed')
  }

  /** The agent has gone. */
  closed(): void {
    for (const id of [...this.#files.keys()]) this.#end(id, 'gone')
  }

  async #sendBytes(id: number, file: DroppedFile): Promise<void> {
    // A file of nothing has one chunk of nothing: without it some agents wait for ever.
    for (let at = 0; this.#files.has(id) && (at < file.size || file.size === 0); at += CHUNK_BYTES) {
      const bytes = await readChunk(file, at)
      if (!this.#files.has(id)) return
      if (!bytes) {
        void this.#send(AGENT_MESSAGE.fileStatus, writeFileStatus(id, FILE_STATUS.error))
        return this.#end(id, 'unreadable')
      }
      if (!(await this.#send(AGENT_MESSAGE.fileData, writeFileData(id, bytes)))) return
      if (this.#files.has(id)) this.#events.onProgress(id, Math.min(at + CHUNK_BYTES, file.size))
      if (file.size === 0) return
    }
  }

  #end(id: number, end: FileEnd): void {
    if (this.#files.delete(id)) this.#events.onEnd(id, end)
  }
}

/** null: it was changed or taken away meanwhile. */
async function readChunk(file: DroppedFile, at: number): Promise<Uint8Array | null> {
  const end = Math.min(at + CHUNK_BYTES, file.size)
  try {
    const bytes = new Uint8Array(await file.slice(at, end).arrayBuffer())
    return bytes.byteLength === end - at ? bytes : null
  } catch {
    return null
  }
}
