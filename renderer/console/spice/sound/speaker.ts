// The page's part of sound: only here is there an audio context. Samples come over a port that the worker holds.
import type { SoundFormat } from './platform.ts'
import workletUrl from './speaker-worklet.ts?worker&url'

export interface Speaker {
  setMuted(muted: boolean): void
  /** @param port where the samples will come. Resolves once they can be heard */
  open(format: SoundFormat, port: MessagePort): Promise<void>
  /** What is played, muted here or not; another stream each time it begins anew. Null while nothing is. */
  stream(): MediaStream | null
  close(): void
}

export function makeSpeaker(): Speaker {
  let context: AudioContext | null = null
  let source: AudioWorkletNode | null = null
  let copy: MediaStreamAudioDestinationNode | null = null
  let gain: GainNode | null = null
  let muted = false
  const close = () => {
    if (context && context.state !== 'closed') void context.close()
    context = null
    source = null
    copy = null
    gain = null
  }
  return {
    setMuted: now => {
      muted = now
      if (gain) gain.gain.value = muted ? 0 : 1
    },
    open: async (format, port) => {
      close()
      const own = new AudioContext({ sampleRate: format.hz, latencyHint: 'interactive' })
      context = own
      await own.audioWorklet.addModule(workletUrl)
      if (own !== context) return
      const outputs = Math.min(format.channels, own.destination.maxChannelCount)
      const node = new AudioWorkletNode(own, 'speaker', {
        numberOfInputs: 0,
        outputChannelCount: [outputs],
        processorOptions: format,
      })
      node.port.postMessage(port, [port])
      gain = new GainNode(own, { gain: muted ? 0 : 1 })
      node.connect(gain).connect(own.destination)
      source = node
    },
    stream: () => {
      if (!context || !source) return null
      copy ??= source.connect(new MediaStreamAudioDestinationNode(context)) as MediaStreamAudioDestinationNode
      return copy.stream
    },
    close,
  }
}
