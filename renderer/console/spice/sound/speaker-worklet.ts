// The audio thread's part: gives the loudspeaker what the buffer has, and says now and then how far it is.
import { SoundBuffer } from './buffer.ts'
import type { FromSpeaker, ToSpeaker } from './messages.ts'
import type { SoundFormat } from './platform.ts'

// The audio thread's own names, which no library of TypeScript's has.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(
  name: string,
  processor: new (options: Options) => AudioWorkletProcessor,
): void
declare const currentTime: number

interface Options {
  readonly processorOptions: SoundFormat & { readonly name: string }
}

const TELL_S = 0.1

class Speaker extends AudioWorkletProcessor {
  readonly #buffer: SoundBuffer
  #gains: readonly number[] = [1]
  #source: MessagePort | null = null
  #told = 0
  #over = false

  constructor({ processorOptions: { channels, hz } }: Options) {
    super()
    this.#buffer = new SoundBuffer(channels, hz)
    this.port.onmessage = ({ data }: MessageEvent<MessagePort>) => {
      this.#source = data
      data.onmessage = ({ data: message }: MessageEvent<ToSpeaker>) => this.#take(message)
    }
  }

  process(_inputs: unknown, [output]: readonly Float32Array[][]): boolean {
    if (output) this.#buffer.pull(output, this.#gains)
    const { time } = this.#buffer
    if (time !== null && currentTime - this.#told > TELL_S) {
      this.#told = currentTime
      this.#source?.postMessage({ time } satisfies FromSpeaker)
    }
    return !this.#over
  }

  #take(message: ToSpeaker): void {
    if (message.t === 'sound') this.#buffer.push(message.planes, message.time)
    else if (message.t === 'loudness') this.#gains = message.muted ? [0] : message.volumes
    else if (message.t === 'delay') this.#buffer.setDelay(message.ms)
    else this.#over = true
  }
}

registerProcessor('speaker', Speaker)
