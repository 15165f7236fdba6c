// Videos of consoles on their way to files: each window that records sends its pieces, which are written in their order.
import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { RecordingId } from '../../preload/contract.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { KeyedQueue } from '../tasks/keyed-queue.ts'

interface Recording {
  readonly path: string
  readonly file: FileHandle
}

export class Recordings {
  readonly #open = new Map<RecordingId, Recording>()
  readonly #queue = new KeyedQueue()

  /** What was at `path` is replaced: the dialog has asked. */
  async start(path: string): Promise<RecordingId> {
    const file = await open(path, 'w').catch(error => {
      throw notWritten(path, error)
    })
    const id = randomUUID()
    this.#open.set(id, { path, file })
    return id
  }

  /** A piece that cannot be written ends the recording; what is there stays. */
  async write(id: RecordingId, bytes: Uint8Array): Promise<void> {
    await this.#queue.run(id, async () => {
      const recording = this.#open.get(id)
      if (!recording) throw new AppFailure('file.notOpen')
      try {
        await recording.file.writeFile(bytes)
      } catch (error) {
        await this.#close(id).catch(() => undefined)
        throw notWritten(recording.path, error)
      }
    })
  }

  /** After what was sent before. Some disks tell only now that they are full. */
  end(id: RecordingId): Promise<void> {
    return this.#queue.run(id, async () => {
      const { path = '' } = this.#open.get(id) ?? {}
      await this.#close(id).catch(error => {
        throw notWritten(path, error)
      })
    })
  }

  async #close(id: RecordingId): Promise<void> {
    const recording = this.#open.get(id)
    this.#open.delete(id)
    await recording?.file.close()
  }
}

function notWritten(path: string, error: unknown): AppFailure {
  return new AppFailure('file.notWritten', { path }, { detail: String(error) })
}
