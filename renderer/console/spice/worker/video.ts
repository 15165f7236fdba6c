// Video by the platform's decoders: MJPEG as pictures, the others by WebCodecs where it says that it can.
import type { Picture } from '../images/picture.ts'
import { checkSize } from '../images/picture.ts'
import { type Codec, isKeyFrame } from '../video/codec.ts'
import type { FrameDecoder, FrameEars, VideoPlatform } from '../video/platform.ts'
import { decodeJpeg } from './jpeg.ts'

/** Levels high enough for a large screen; streams come with their start codes (annex B), so nothing else is said. */
const CONFIGS: Readonly<Record<Exclude<Codec, 'mjpeg'>, string>> = {
  vp8: 'vp8',
  h264: 'avc1.640033',
  vp9: 'vp09.00.51.08',
  h265: 'hev1.1.6.L153.B0',
}

export async function findVideo(): Promise<VideoPlatform> {
  const names = Object.keys(CONFIGS) as (keyof typeof CONFIGS)[]
  const can = await Promise.all(names.map(codec => canDecode(CONFIGS[codec])))
  return {
    codecs: ['mjpeg', ...names.filter((_, n) => can[n])],
    open: (codec, ears) => (codec === 'mjpeg' ? openMjpeg(ears) : openCodec(codec, ears)),
  }
}

async function canDecode(codec: string): Promise<boolean> {
  if (!('VideoDecoder' in self)) return false
  return VideoDecoder.isConfigSupported({ codec }).then(
    ({ supported }) => supported === true,
    () => false,
  )
}

/** One after the other, so that they come out in order. */
function openMjpeg({ onFrame, onLost }: FrameEars): FrameDecoder {
  let last: Promise<void> = Promise.resolve()
  return {
    decode: (bytes, time) => {
      const picture = decodeJpeg(bytes)
      const before = last
      last = picture.then(
        ready => before.then(() => onFrame(ready, time)),
        () => before.then(() => onLost(time)),
      )
    },
    close: () => undefined,
  }
}

/** After an error it begins anew with the next frame that stands for itself. */
function openCodec(codec: Exclude<Codec, 'mjpeg'>, { onFrame, onLost }: FrameEars): FrameDecoder {
  let decoder: VideoDecoder | null = null
  let last: Promise<void> = Promise.resolve()
  const start = () => {
    const own = new VideoDecoder({
      output: frame => {
        const time = frame.timestamp / 1_000
        last = last
          .then(() => readFrame(frame))
          .then(
            picture => onFrame(picture, time),
            () => onLost(time),
          )
      },
      error: () => {
        if (decoder === own) decoder = null
      },
    })
    own.configure({ codec: CONFIGS[codec], optimizeForLatency: true })
    return own
  }
  return {
    decode: (bytes, time) => {
      const isKey = isKeyFrame(codec, bytes)
      if (!decoder && isKey) decoder = start()
      if (!decoder) return onLost(time)
      decoder.decode(
        new EncodedVideoChunk({
          type: isKey ? 'key' : 'delta',
          timestamp: time * 1_000,
          data: bytes.slice(),
        }),
      )
    },
    close: () => {
      if (decoder && decoder.state !== 'closed') decoder.close()
      decoder = null
    },
  }
}

async function readFrame(frame: VideoFrame): Promise<Picture> {
  try {
    const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight }
    const pixels = new Uint32Array(checkSize(width, height))
    await frame.copyTo(pixels, { format: 'RGBA', colorSpace: 'srgb' })
    return { width, height, pixels, alpha: false }
  } finally {
    frame.close()
  }
}
