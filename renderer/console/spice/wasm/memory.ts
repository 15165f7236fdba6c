// The memory of loops that were assembled: used for one picture after the other, it grows with them. It cannot shrink, so one
// that a large picture has grown goes with that picture.
import { assemble, type Routine } from './assembler.ts'

const PAGE_BYTES = 64 << 10
/** A picture of 8 megapixels, and what it was made from. */
const MOST_KEPT_BYTES = 64 << 20

export class LoopMemory<Loops> {
  readonly loops: Loops
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  #words = new Int32Array(this.#memory.buffer)

  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, { js: { memory: this.#memory } })
    this.loops = exports as Loops
  }

  /** All of it. Views of it end when it grows. */
  get words(): Int32Array<ArrayBuffer> {
    return this.#words
  }

  reserve(bytes: number): void {
    const missing = bytes - this.#words.byteLength
    if (missing <= 0) return
    this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
    this.#words = new Int32Array(this.#memory.buffer)
  }
}

/** @returns gives the memory for the next picture, in which `prepare` has put tables, say, when it was made */
export function keepMemory<Loops>(
  routines: () => readonly Routine[],
  prepare: (memory: LoopMemory<Loops>) => void = () => undefined,
): () => LoopMemory<Loops> {
  let module: WebAssembly.Module | null = null
  let kept: LoopMemory<Loops> | null = null
  return () => {
    if (kept && kept.words.byteLength <= MOST_KEPT_BYTES) return kept
    module ??= new WebAssembly.Module(assemble(routines()))
    kept = new LoopMemory<Loops>(module)
    prepare(kept)
    return kept
  }
}
