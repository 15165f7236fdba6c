// Palettes of indexed pictures, and those that the server asks us to keep.
import { SpiceError } from '../error.ts'
import type { Reader } from '../wire.ts'
import { fromRgb } from './picture.ts'

/** Opaque pixels by index; 256 of them, black where the server named fewer. */
export type Palette = Uint32Array

const FLAG = { keep: 1, fromCache: 2 } as const
/** The server keeps count of what we hold and asks for no more than 128; twice that is a fault. */
const MOST_KEPT = 256

export class PaletteCache {
  readonly #kept = new Map<bigint, Palette>()

  /** What stands behind a picture's flags: an id of a kept palette, or a pointer to one. @param body at that place */
  read(body: Reader, flags: number): Palette | null {
    if (flags & FLAG.fromCache) return this.#get(body.u64())
    const target = body.pointer()
    if (!target) return null
    const { id, palette } = readPalette(target)
    if (flags & FLAG.keep) this.#keep(id, palette)
    return palette
  }

  forget(id: bigint): void {
    this.#kept.delete(id)
  }

  clear(): void {
    this.#kept.clear()
  }

  #get(id: bigint): Palette {
    const palette = this.#kept.get(id)
    if (!palette) throw new SpiceError('invalid', `palette ${id} was never sent`)
    return palette
  }

  #keep(id: bigint, palette: Palette): void {
    if (this.#kept.size >= MOST_KEPT && !this.#kept.has(id))
      throw new SpiceError('too-large', 'too many palettes to keep')
    this.#kept.set(id, palette)
  }
}

/** u64 id, u16 count, then u32 0x00RRGGBB each. */
function readPalette(body: Reader): { id: bigint; palette: Palette } {
  const id = body.u64()
  const count = body.count(body.u16(), 4)
  if (count > 256) throw new SpiceError('invalid', `a palette of ${count}`)
  const palette = new Uint32Array(256).fill(fromRgb(0))
  for (let index = 0; index < count; index++) palette[index] = fromRgb(body.u32())
  return { id, palette }
}
