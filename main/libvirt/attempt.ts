// One try to connect: its deadline, whose clock stands still while a person is asked, and its end by the caller.
import { ConnectError } from './error.ts'
import type { OnQuestion, Question } from './question.ts'

export interface AttemptOptions {
  readonly host: string
  /** 0: none. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
  readonly onQuestion?: OnQuestion | undefined
}

export class Attempt {
  /** Aborts with the caller's reason, or with ConnectError `timeout`. */
  readonly signal: AbortSignal
  readonly #options: AttemptOptions
  readonly #deadline = new AbortController()
  #leftMs: number
  #startedAt = 0
  #timer: NodeJS.Timeout | undefined
  #waits = 0

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#leftMs = options.timeoutMs
    const { signal } = options
    this.signal = signal ? AbortSignal.any([signal, this.#deadline.signal]) : this.#deadline.signal
    this.#run()
  }

  /** Whether there is anyone to ask. */
  get canAsk(): boolean {
    return this.#options.onQuestion !== undefined
  }

  /** @param over the question is of no use any more; null when there is nobody to ask, or the answer is to give up */
  async ask(question: Omit<Question, 'host'>, over?: AbortSignal): Promise<string | null> {
    const { onQuestion, host } = this.#options
    if (!onQuestion) return null
    const signal = over ? AbortSignal.any([this.signal, over]) : this.signal
    return this.waitForUser(() => onQuestion({ ...question, host }, signal))
  }

  /** The clock stands still meanwhile. */
  async waitForUser<T>(work: () => Promise<T>): Promise<T> {
    this.#waits += 1
    this.#stop()
    try {
      return await work()
    } finally {
      this.#waits -= 1
      this.#run()
    }
  }

  /** Over, well or not: nothing aborts any more by time. */
  end(): void {
    this.#leftMs = 0
    this.#stop()
  }

  #run(): void {
    if (this.#waits > 0 || this.#leftMs <= 0) return
    this.#startedAt = performance.now()
    const expire = () => this.#deadline.abort(new ConnectError('timeout', 'no answer in time'))
    this.#timer = setTimeout(expire, this.#leftMs)
  }

  #stop(): void {
    if (!this.#timer) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#leftMs = Math.max(1, this.#leftMs - (performance.now() - this.#startedAt))
  }
}
