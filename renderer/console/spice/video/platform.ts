// What decoding video asks of the platform. The client itself knows no decoder.
import type { Picture } from '../images/picture.ts'
import type { Codec } from './codec.ts'

export interface FrameEars {
  /** In the order in which they were given. @param time as it was given */
  onFrame(picture: Picture, time: number): void
  /** That one cannot be decoded. */
  onLost(time: number): void
}

export interface FrameDecoder {
  /** @param bytes a whole frame */
  decode(bytes: Uint8Array, time: number): void
  close(): void
}

export interface VideoPlatform {
  /** What can be decoded here. Nothing else is announced. */
  readonly codecs: readonly Codec[]
  open(codec: Codec, ears: FrameEars): FrameDecoder
}

export const NO_VIDEO: VideoPlatform = {
  codecs: [],
  open: () => {
    throw new Error('no codec was announced')
  },
}
