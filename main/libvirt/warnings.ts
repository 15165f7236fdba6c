// What the peer did that we could survive but not understand: counted, and told to whoever asked.

export class Warnings {
  readonly #tell: (warning: string) => void
  #count = 0

  constructor(tell: (warning: string) => void = () => undefined) {
    this.#tell = tell
  }

  get count(): number {
    return this.#count
  }

  add(warning: string): void {
    this.#count += 1
    try {
      this.#tell(warning)
    } catch {
      // The hook is the caller's; its failure must not be taken for the peer's.
    }
  }
}
