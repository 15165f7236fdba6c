// Work on one object runs one after another, in the order it was asked for; work on different objects overlaps.
// libvirt's daemon answers pipelined calls out of order, so changes of one object must wait for each other.

export class KeyedQueue {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Runs when everything asked for before under this key has ended, well or not. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    const tail = mine
      .catch(() => undefined)
      .then(() => {
        if (this.#tails.get(key) === tail) this.#tails.delete(key)
      })
    this.#tails.set(key, tail)
    return mine
  }
}

/** Runs `work` for every item, at most `limit` at a time. The first error ends it. */
export async function eachLimited<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  const lane = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: limit }, lane))
}
