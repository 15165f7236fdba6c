// Memory that is done with goes back at once, not when the collector comes by. A screen of noise is 1.5 MB, which the
// collector lets gather to a hundred; each new buffer is then new memory, and the kernel's work for its pages costs as
// much as decoding what they hold. Given back at once, the next message lies where the last one lay.

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
