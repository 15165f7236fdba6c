// Whose picture is taken next: of the machines that somebody sees, one at a time for each host, and none of them more
// often than every few seconds. Nothing is taken for a window that nobody sees.
import { objectKey, type VmRef } from '../../../preload/model/ids.ts'

const EVERY_MS = 4_000
/** A machine without a screen is asked again, but not soon. */
const AFTER_FAILURE_MS = 60_000
const LOOK_MS = 250

type Show = (picture: Uint8Array) => void

interface Watched {
  readonly ref: VmRef
  readonly shows: Set<Show>
  dueAt: number
}

export class Rounds {
  readonly #take: (ref: VmRef) => Promise<Uint8Array>
  readonly #isSeen: () => boolean
  readonly #watched = new Map<string, Watched>()
  readonly #busyHosts = new Set<string>()
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(take: (ref: VmRef) => Promise<Uint8Array>, isSeen: () => boolean) {
    this.#take = take
    this.#isSeen = isSeen
  }

  /** @returns ends it */
  watch(ref: VmRef, show: Show): () => void {
    const key = objectKey(ref.host, ref.vm)
    const watched = this.#watched.get(key) ?? { ref, shows: new Set(), dueAt: 0 }
    watched.shows.add(show)
    watched.dueAt = 0 // who comes later has no picture yet
    this.#watched.set(key, watched)
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS)
    return () => {
      watched.shows.delete(show)
      if (watched.shows.size === 0 && this.#watched.get(key) === watched) this.#watched.delete(key)
      if (this.#watched.size > 0 || this.#timer === null) return
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  #look(): void {
    if (!this.#isSeen()) return
    const waiting = [...this.#watched.values()].sort((a, b) => a.dueAt - b.dueAt)
    for (const watched of waiting) {
      const { host } = watched.ref
      if (watched.dueAt > Date.now() || this.#busyHosts.has(host)) continue
      this.#busyHosts.add(host)
      void this.#takeOne(watched).finally(() => this.#busyHosts.delete(host))
    }
  }

  async #takeOne(watched: Watched): Promise<void> {
    try {
      const picture = await this.#take(watched.ref)
      watched.dueAt = Date.now() + EVERY_MS
      for (const show of watched.shows) show(picture)
    } catch {
      // It went off meanwhile, or has no screen: the place stays empty.
      watched.dueAt = Date.now() + AFTER_FAILURE_MS
    }
  }
}
