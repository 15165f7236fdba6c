// Pictures that the server asks us to keep, by its ids. It keeps count itself, by the size that we announce, and says
// what to forget; one that goes far beyond is at fault.
import { SpiceError } from '../error.ts'
import type { Picture } from './picture.ts'

/** Announced in the channel's first message: 80 MiB of pixels. */
export const CACHE_PIXELS = 20 << 20

interface Kept {
  readonly picture: Picture
  /** From a JPEG: may be shown until a better one replaces it, but not where the server wants it exact. */
  readonly lossy: boolean
}

export class PictureCache {
  readonly #kept = new Map<bigint, Kept>()
  #pixels = 0

  keep(id: bigint, picture: Picture, lossy: boolean): void {
    this.forget(id)
    this.#pixels += picture.pixels.length
    if (this.#pixels > 2 * CACHE_PIXELS)
      throw new SpiceError('too-large', 'more pictures to keep than we hold')
    this.#kept.set(id, { picture, lossy })
  }

  get(id: bigint, lossless: boolean): Picture {
    const kept = this.#kept.get(id)
    if (!kept || (lossless && kept.lossy)) throw new SpiceError('invalid', `picture ${id} was never sent`)
    return kept.picture
  }

  forget(id: bigint): void {
    this.#pixels -= this.#kept.get(id)?.picture.pixels.length ?? 0
    this.#kept.delete(id)
  }

  clear(): void {
    this.#kept.clear()
    this.#pixels = 0
  }
}
