// Memory that is done with goes back at once, not when the collector comes by. A screen of noise is 1.5 MB, which the
// collector lets gather to a hundred; each new buffer is then new memory, and the kernel's work for its pages costs as
// much as decoding what they hold. Given back at once, the next message lies where the last one lay.

// Chromium's allocator (PartitionAlloc) keeps what was given back while that is less than an eighth of all that is in use,
// and pieces below 960 KiB only. Hence an eighth of something: memory that is in use and never written, which takes
// addresses and no page. Main sends no larger batches (main/console/batch.ts), and 4 MiB at most are on the way.

const IN_USE_BYTES = 8 * (4 << 20)

/** To be held as long as batches are released. */
export function keepRoomForBatches(): ArrayBuffer {
  return new ArrayBuffer(IN_USE_BYTES)
}

/** Below that, what the platform does for us costs more than it brings. */
const WORTH_BYTES = 64 << 10

/**
 * Nobody may look at the batch again: its buffer is detached. A platform object that takes a buffer over and can be closed
 * is the only way to say so: `ArrayBuffer.transfer(0)` leaves the memory with the page's own handle on it.
 */
export function release({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WORTH_BYTES || !('AudioData' in self)) return
  new AudioData({ ...ONE_SAMPLE, data: buffer, transfer: [buffer] }).close()
}

const ONE_SAMPLE = {
  format: 'u8',
  sampleRate: 8_000,
  numberOfFrames: 1,
  numberOfChannels: 1,
  timestamp: 0,
} as const
