// Bulk data between a volume's stream and an open file, through a few blocks of memory that are used over and over:
// Node's own file streams take fresh memory for each read, which costs more than all the rest of the way.
import type { FileHandle } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { ClosedError } from './error.ts'
import { type Hole, PACKET_MAX, type RpcStream } from './stream.ts'

export interface BulkOptions {
  /** How many bytes of the volume are done. */
  readonly onProgress?: ((doneBytes: number) => void) | undefined
  /** Ends it: the stream is aborted, and what was transferred stays where it is. */
  readonly signal?: AbortSignal | undefined
}

/** Whole packets, as a block is sent in. */
const BLOCK_BYTES = 4 * PACKET_MAX
/** One or two are being written while one is being filled. */
const BLOCKS = 4

/**
 * Sends a file from its start, one block while the next is read. Resolves when the daemon has all of it; throws the
 * stream's error, the file's or the signal's reason.
 * @param lengthBytes at most so many; 0: to the file's end
 * @returns how many were sent
 */
export async function sendFile(
  file: FileHandle,
  stream: RpcStream,
  lengthBytes: number,
  { onProgress, signal }: BulkOptions,
): Promise<number> {
  const ended = finished(stream, { readable: false, signal })
  ended.catch(() => undefined)
  const blocks = Array.from({ length: BLOCKS }, () => Buffer.allocUnsafeSlow(BLOCK_BYTES))
  /** Of each block: until it may be filled again. One is always ready behind the one that is being sent. */
  const sending: Promise<void>[] = blocks.map(() => Promise.resolve())
  let sentBytes = 0
  try {
    for (let turn = 0; ; turn = (turn + 1) % BLOCKS) {
      await Promise.race([sending[turn], ended])
      const due = lengthBytes > 0 ? Math.min(BLOCK_BYTES, lengthBytes - sentBytes) : BLOCK_BYTES
      const block = blocks[turn] as Buffer
      const { bytesRead } = await file.read(block, 0, due, sentBytes)
      if (bytesRead === 0) break
      sentBytes += bytesRead
      const doneBytes = sentBytes
      const sent = write(stream, block.subarray(0, bytesRead)).then(() => onProgress?.(doneBytes))
      sent.catch(() => undefined)
      sending[turn] = sent
    }
    stream.end()
    await ended
  } catch (error) {
    stream.destroy()
    throw signal?.aborted ? signal.reason : error
  }
  return sentBytes
}

/** Until the socket has taken it all, and the memory is ours again. */
function write(stream: RpcStream, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(bytes, error => (error ? reject(error) : resolve()))
  })
}

/** What a stream brings, on its way into a file. */
export class FileIntake {
  readonly #file: FileHandle
  readonly #onProgress: BulkOptions['onProgress']
  readonly #free: Buffer[] = Array.from({ length: BLOCKS }, () => Buffer.allocUnsafeSlow(BLOCK_BYTES))
  readonly #writing = new Set<Promise<void>>()
  #block: Buffer | null = null
  #filled = 0
  /** Where in the file the block belongs. */
  #at = 0
  #doneBytes = 0
  #stream: RpcStream | null = null
  #error: unknown = null

  constructor(file: FileHandle, { onProgress }: BulkOptions = {}) {
    this.#file = file
    this.#onProgress = onProgress
  }

  /** For RpcStream's `take`: all of it is taken, whether or not there is room for more. */
  readonly take = (item: Buffer | Hole): boolean => {
    if ('holeBytes' in item) this.#skip(item.holeBytes)
    else this.#copy(item)
    return this.#free.length > 0
  }

  /**
   * Resolves when the daemon has sent it all and the file has it, to how long the volume's part is. Throws the stream's
   * error, the file's or the signal's reason.
   */
  async finish(stream: RpcStream, signal: AbortSignal | undefined): Promise<number> {
    this.#stream = stream
    if (this.#error) this.#fail(this.#error)
    try {
      await finished(stream, { signal })
      this.#flush()
      while (this.#writing.size > 0) await Promise.all(this.#writing)
      if (this.#error) throw this.#error
      return this.#at
    } catch (error) {
      stream.destroy()
      while (this.#writing.size > 0) await Promise.all(this.#writing)
      throw this.#error ?? (signal?.aborted ? signal.reason : error)
    }
  }

  #skip(holeBytes: number): void {
    this.#flush()
    this.#at += holeBytes
    this.#progress(holeBytes)
  }

  #copy(bytes: Buffer): void {
    for (let from = 0; from < bytes.length; ) {
      this.#block ??= this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES)
      const copied = bytes.copy(this.#block, this.#filled, from)
      this.#filled += copied
      from += copied
      if (this.#filled === BLOCK_BYTES) this.#flush()
    }
  }

  #flush(): void {
    const [block, filled, at] = [this.#block, this.#filled, this.#at]
    if (!block || filled === 0) return
    this.#block = null
    this.#filled = 0
    this.#at += filled
    const writing = this.#write(block, filled, at)
      .then(() => this.#progress(filled))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#writing.delete(writing)
        this.#free.push(block)
        this.#stream?.takeMore()
      })
    this.#writing.add(writing)
  }

  async #write(block: Buffer, filled: number, at: number): Promise<void> {
    for (let from = 0; from < filled; ) {
      from += (await this.#file.write(block, from, filled - from, at + from)).bytesWritten
    }
  }

  #fail(error: unknown): void {
    this.#error ??= error
    this.#stream?.destroy(error instanceof Error ? error : new ClosedError(String(error)))
  }

  #progress(bytes: number): void {
    this.#doneBytes += bytes
    this.#onProgress?.(this.#doneBytes)
  }
}
