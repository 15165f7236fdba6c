// Questions that a host asks while it is being connected to. They stand in the mirror, so that every window shows them,
// until somebody answers or the connecting ends. Answers are handed on and kept nowhere.
import { randomUUID } from 'node:crypto'
import type { OnQuestion } from 'node-libvirt'
import type { Answer, Question } from '../../preload/model/question.ts'
import type { Mirror } from '../state/mirror.ts'

export class Questions {
  readonly #mirror: Mirror
  readonly #waiting = new Map<string, (answer: string | null) => void>()

  constructor(mirror: Mirror) {
    this.#mirror = mirror
  }

  /** For connecting to this host. */
  askFor(uri: string): OnQuestion {
    return ({ kind, text, attempt }, signal) => this.#ask({ uri, kind, text, attempt }, signal)
  }

  /** @returns null when the user will not answer, or the signal ended the asking */
  #ask(question: Omit<Question, 'id'>, signal: AbortSignal): Promise<string | null> {
    const id = randomUUID()
    return new Promise(resolve => {
      const end = (answer: string | null) => {
        if (!this.#waiting.delete(id)) return
        this.#mirror.drop('question', id)
        signal.removeEventListener('abort', abandon)
        resolve(answer)
      }
      const abandon = () => end(null)
      this.#waiting.set(id, end)
      if (signal.aborted) return abandon()
      signal.addEventListener('abort', abandon)
      this.#mirror.put('question', id, { ...question, id })
    })
  }

  /** An answer to a question that is no more is dropped. */
  answer({ question, answer }: Answer): void {
    this.#waiting.get(question)?.(answer)
  }
}
