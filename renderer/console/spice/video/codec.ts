// The codecs of video streams: SPICE's numbers for them, and which frames stand for themselves.

export const CODECS = ['mjpeg', 'vp8', 'h264', 'vp9', 'h265'] as const
export type Codec = (typeof CODECS)[number]

/** Capability bits of the display channel. */
export const CODEC_CAP: Readonly<Record<Codec, number>> = { mjpeg: 9, vp8: 10, h264: 11, vp9: 13, h265: 14 }

/** @returns undefined for a number that is none */
export function codecOf(type: number): Codec | undefined {
  return CODECS[type - 1]
}

export function codecType(codec: Codec): number {
  return CODECS.indexOf(codec) + 1
}

/** What comes before such a frame is not needed to decode it. */
export function isKeyFrame(codec: Codec, bytes: Uint8Array): boolean {
  const first = bytes[0] ?? 0
  switch (codec) {
    case 'mjpeg':
      return true
    case 'vp8':
      return (first & 1) === 0 // RFC 6386, 9.1
    case 'vp9':
      return isVp9Key(first)
    case 'h264':
      return hasUnit(bytes, header => (header & 31) === 5) // an IDR slice (H.264, table 7-1)
    case 'h265':
      return hasUnit(bytes, header => isRandomAccess((header >>> 1) & 63)) // H.265, table 7-1
  }
}

/** Two bits of mark, two of profile, (profile 3: one more), show existing frame, frame type: 0 is a key frame. */
function isVp9Key(first: number): boolean {
  const isProfile3 = ((first >>> 4) & 3) === 3
  const [showsExisting, frameType] = isProfile3 ? [first & 4, first & 2] : [first & 8, first & 4]
  return showsExisting === 0 && frameType === 0
}

function isRandomAccess(type: number): boolean {
  return type >= 16 && type <= 23
}

/** Units begin after 00 00 01 (H.264, annex B). */
function hasUnit(bytes: Uint8Array, matches: (header: number) => boolean): boolean {
  for (let at = 2; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 1 || bytes[at - 1] !== 0 || bytes[at - 2] !== 0) continue
    if (matches(bytes[at + 1] ?? 0)) return true
  }
  return false
}
