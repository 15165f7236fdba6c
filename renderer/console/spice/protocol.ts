// SPICE's numbers, by the names of spice-protocol (enums.h, protocol.h). Only those that we speak.

export const CHANNEL = {
  main: 1,
  display: 2,
  inputs: 3,
  cursor: 4,
  playback: 5,
  record: 6,
  port: 10,
} as const

/** Bits of the first word of common capabilities. */
export const COMMON_CAP = { authSelection: 0, authSpice: 1, authSasl: 2, miniHeader: 3 } as const

/** Messages that every channel may get. Those of a channel's own begin at 101. */
export const COMMON = {
  migrate: 1,
  migrateData: 2,
  setAck: 3,
  ping: 4,
  waitForChannels: 5,
  disconnecting: 6,
  notify: 7,
} as const

/** Messages that every channel may send. */
export const COMMON_REPLY = { pong: 3 } as const

/** The word, or words, with these bits set. */
export function capabilityWords(bits: readonly number[]): number[] {
  const words: number[] = []
  for (const bit of bits) {
    const word = bit >>> 5
    while (words.length <= word) words.push(0)
    words[word] = ((words[word] ?? 0) | (1 << (bit & 31))) >>> 0
  }
  return words
}

export function hasCapability(words: readonly number[], bit: number): boolean {
  return (((words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1
}
