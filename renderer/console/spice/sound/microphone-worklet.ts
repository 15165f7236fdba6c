// The audio thread's part of the microphone: sends what it hears past the page to the worker, ten milliseconds at a time.

// The audio thread's own names, which no library of TypeScript's has.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare const sampleRate: number

class Microphone extends AudioWorkletProcessor {
  #target: MessagePort | null = null
  #gathered: Float32Array[][] = []
  #count = 0

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<MessagePort>) => {
      this.#target = data
    }
  }

  process([input]: readonly Float32Array[][]): boolean {
    const [first] = input ?? []
    if (!input || !first) return true
    this.#gathered.push(input.map(plane => plane.slice()))
    this.#count += first.length
    if (this.#count * 100 >= sampleRate) this.#send()
    return true
  }

  #send(): void {
    const channels = this.#gathered[0]?.length ?? 0
    const planes = Array.from({ length: channels }, (_, channel) => {
      const plane = new Float32Array(this.#count)
      let at = 0
      for (const part of this.#gathered) {
        const samples = part[channel] ?? new Float32Array(0)
        plane.set(samples, at)
        at += samples.length
      }
      return plane
    })
    this.#gathered = []
    this.#count = 0
    this.#target?.postMessage(
      planes,
      planes.map(plane => plane.buffer),
    )
  }
}

registerProcessor('microphone', Microphone)
