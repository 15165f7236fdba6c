// What can be read at once goes to the window as one message: a socket gives its bytes in pieces of 64 KiB, and each
// message between processes costs as much as drawing what a piece holds. Nothing waits for a clock: a batch leaves as
// soon as the event loop has no more to read in this turn.

/**
 * Pieces of up to 960 KiB the window's allocator keeps to use again (renderer/console/spice/worker/release.ts); a larger one
 * is new from the kernel each time, which costs the window a sixth of its time when a guest draws noise. Smaller
 * batches cost it more messages.
 */
const LARGEST_BATCH = 896 << 10

export interface Batch {
  /** @param bytes the batch's from now on: they are not copied unless others join them */
  add(bytes: Uint8Array): void
  /** Sends what is there at once. */
  flush(): void
}

export function batched(send: (bytes: Uint8Array) => void): Batch {
  let parts: Uint8Array[] = []
  let size = 0
  let due: NodeJS.Immediate | null = null
  const flush = () => {
    if (due) clearImmediate(due)
    due = null
    const [first] = parts
    if (!first) return
    const whole = parts.length === 1 ? first : Buffer.concat(parts, size)
    parts = []
    size = 0
    send(whole)
  }
  return {
    add: bytes => {
      if (size + bytes.byteLength > LARGEST_BATCH) flush()
      parts.push(bytes)
      size += bytes.byteLength
      if (size >= LARGEST_BATCH) flush()
      else due ??= setImmediate(flush)
    },
    flush,
  }
}
