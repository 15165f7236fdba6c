// Sound in the worker: decodes, and sends samples past the page to the audio thread.
import type { FromSpeaker, ToSpeaker } from '../sound/messages.ts'
import type { SoundFormat, SoundPlatform, SoundPlayer } from '../sound/platform.ts'

const OPUS_HZ = 48_000

/** @param openSpeaker asks the page for a speaker that takes what comes over this port */
export async function findSound(
  openSpeaker: (format: SoundFormat, port: MessagePort) => void,
): Promise<SoundPlatform> {
  const config = { codec: 'opus', sampleRate: OPUS_HZ, numberOfChannels: 2 }
  const opus =
    'AudioDecoder' in self &&
    (await AudioDecoder.isConfigSupported(config).then(
      ({ supported }) => supported === true,
      () => false,
    ))
  return {
    opus,
    start: (format, onHeard) => {
      const { port1, port2 } = new MessageChannel()
      openSpeaker(format, port2)
      port1.onmessage = ({ data }: MessageEvent<FromSpeaker>) => onHeard(data.time)
      return play(format, port1)
    },
  }
}

function play({ channels, hz }: SoundFormat, port: MessagePort): SoundPlayer {
  const tell = (message: ToSpeaker, transfer: Transferable[] = []) => port.postMessage(message, transfer)
  const give = (planes: Float32Array<ArrayBuffer>[], time: number) =>
    tell(
      { t: 'sound', planes, time },
      planes.map(plane => plane.buffer),
    )
  let decoder: AudioDecoder | null = null
  const openDecoder = () => {
    const own = new AudioDecoder({
      output: data => {
        const planes = Array.from({ length: channels }, (_, channel) => {
          const plane = new Float32Array(data.numberOfFrames)
          data.copyTo(plane, {
            planeIndex: Math.min(channel, data.numberOfChannels - 1),
            format: 'f32-planar',
          })
          return plane
        })
        give(planes, data.timestamp / 1_000)
        data.close()
      },
      // A packet that cannot be read is a moment of silence.
      error: () => {
        if (decoder === own) decoder = null
      },
    })
    own.configure({ codec: 'opus', sampleRate: hz, numberOfChannels: channels })
    return own
  }
  return {
    playRaw: (bytes, time) => give(splitChannels(bytes, channels), time),
    playOpus: (packet, time) => {
      decoder ??= openDecoder()
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: time * 1_000, data: packet.slice() }))
    },
    setLoudness: loudness => tell({ t: 'loudness', ...loudness }),
    setDelay: ms => tell({ t: 'delay', ms }),
    stop: () => {
      if (decoder && decoder.state !== 'closed') decoder.close()
      decoder = null
      tell({ t: 'stop' })
    },
  }
}

function splitChannels(bytes: Uint8Array, channels: number): Float32Array<ArrayBuffer>[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = Math.floor(bytes.byteLength / (2 * channels))
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: count },
      (_, n) => view.getInt16(2 * (n * channels + channel), true) / 32_768,
    ),
  )
}
