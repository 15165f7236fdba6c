// How a second start of the app hears from the first what became of its command: a file in the app's own folder, under
// a name that the second one made up. Electron hands words over in one direction only.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const Answer = z.object({ status: z.number().int(), text: z.string() })
/** The status to end with, and what to say on the terminal. */
export type Answer = z.infer<typeof Answer>

const AnswerName = z.uuid()
const POLL_MS = 50
/** Longer than the first one waits for a host. */
const PATIENCE_MS = 90_000

export class Answers {
  readonly #folder: string

  /** @param userData where the app keeps what is its own */
  constructor(userData: string) {
    this.#folder = join(userData, 'answers')
  }

  newName(): string {
    return randomUUID()
  }

  /** By the first. A name that is none is passed over. */
  async give(name: unknown, answer: Answer): Promise<void> {
    const file = AnswerName.safeParse(name)
    if (!file.success) return
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, file.data)
    await writeFile(`${path}.new`, JSON.stringify(answer), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }

  /** By the second. null: none came. */
  async wait(name: string): Promise<Answer | null> {
    const path = join(this.#folder, name)
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; ) {
      const text = await readFile(path, 'utf8').catch(() => null)
      if (text !== null) {
        await rm(path, { force: true })
        return Answer.parse(JSON.parse(text))
      }
      await sleep(POLL_MS)
    }
    return null
  }
}
