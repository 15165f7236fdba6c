// How ssh asks a person: it runs $SSH_ASKPASS, here a script of ours, whose question comes out of ssh's standard
// error and whose answer goes through a named pipe in our private folder. No answer touches a file, an argument
// list or the environment. The line begins with a secret, for a host's banner also comes out of standard error.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt } from '../attempt.ts'
import { ConnectError } from '../error.ts'
import type { Question } from '../question.ts'

const RETRY_MS = 10

/** POSIX sh; od, because not every base64 is the same. */
const SCRIPT = `#!/bin/sh
umask 077
hint=\${SSH_ASKPASS_PROMPT:-ask}
text=$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \\n')
if [ "$hint" = none ]; then
  printf '%s %s %s %s\\n' "$NODE_LIBVIRT_ASKPASS" 0 "$hint" "$text" >&2
  exit 0
fi
pipe="\${0%/*}/answer.$$"
mkfifo "$pipe" || exit 1
printf '%s %s %s %s\\n' "$NODE_LIBVIRT_ASKPASS" $$ "$hint" "$text" >&2
IFS= read -r answer <"$pipe"
given=$?
rm -f "$pipe"
[ $given = 0 ] || exit 1
printf '%s\\n' "$answer"
`

export class Askpass {
  /** For ssh. */
  readonly env: NodeJS.ProcessEnv
  /** Aborts with ConnectError `cancelled` when a question was answered by giving up. */
  readonly cancelled: AbortSignal
  readonly #cancel = new AbortController()
  readonly #over = new AbortController()
  readonly #folder: string
  readonly #secret: string
  readonly #attempt: Attempt
  readonly #asked = new Map<string, number>()

  private constructor(folder: string, attempt: Attempt) {
    this.#folder = folder
    this.#attempt = attempt
    this.#secret = randomBytes(16).toString('hex')
    this.cancelled = this.#cancel.signal
    this.env = {
      SSH_ASKPASS: join(folder, 'askpass'),
      SSH_ASKPASS_REQUIRE: 'force',
      NODE_LIBVIRT_ASKPASS: this.#secret,
      // OpenSSH before 8.4 asks only where there seems to be a display.
      DISPLAY: process.env['DISPLAY'] || ':0',
    }
  }

  /** @param folder nobody else's */
  static async make(folder: string, attempt: Attempt): Promise<Askpass> {
    const askpass = new Askpass(folder, attempt)
    await writeFile(join(folder, 'askpass'), SCRIPT, { mode: 0o700 })
    return askpass
  }

  /** A line of ssh's standard error: true if it was a question, which is asked then. */
  takeLine(line: string): boolean {
    const [secret, pipe = '', hint = '', hex = ''] = line.split(' ')
    if (secret !== this.#secret) return false
    void this.#ask(pipe, hint, Buffer.from(hex, 'hex').toString('utf8'))
    return true
  }

  /** The login is made, or failed: what is still being asked is of no use. */
  end(): void {
    this.#over.abort(new ConnectError('cancelled', 'the login is over'))
  }

  async #ask(pipe: string, hint: string, text: string): Promise<void> {
    const question = readQuestion(hint, text)
    const attempt = (this.#asked.get(text) ?? 0) + 1
    this.#asked.set(text, attempt)
    let answer: string | null = null
    try {
      answer = await this.#attempt.ask({ ...question, attempt }, this.#over.signal)
    } catch (error) {
      this.#cancel.abort(error)
    }
    if (question.kind === 'notice') return
    if (this.#over.signal.aborted) return
    if (answer === null) this.#cancel.abort(new ConnectError('cancelled', 'the question was not answered'))
    await this.#answer(pipe, answer).catch(error => this.#cancel.abort(error))
  }

  /** null closes the pipe without a word: the script fails, and ssh knows that there is no answer. */
  async #answer(pipe: string, answer: string | null): Promise<void> {
    const path = join(this.#folder, `answer.${Number(pipe)}`)
    while (!this.#over.signal.aborted) {
      // Until the script has opened its end, opening ours fails rather than waits for ever.
      const file = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null)
      if (file) {
        if (answer !== null) await file.write(`${answer.split(/[\r\n]/)[0]}\n`)
        await file.close()
        return
      }
      await sleep(RETRY_MS)
    }
  }
}

/** @param hint $SSH_ASKPASS_PROMPT: `confirm`, `none` for a notice, else `ask` */
export function readQuestion(hint: string, text: string): Pick<Question, 'kind' | 'text' | 'fingerprint'> {
  const fingerprint = /\bSHA256:[A-Za-z0-9+/]+/.exec(text)?.[0] ?? null
  const of = (kind: Question['kind']) => ({ kind, text: text.trimEnd(), fingerprint })
  if (hint === 'none') return of('notice')
  if (/authenticity of host|Please type 'yes', 'no'/.test(text)) return of('hostKey')
  if (hint === 'confirm') return of('confirm')
  if (/passphrase/i.test(text)) return of('passphrase')
  if (/password/i.test(text)) return of('password')
  return of('other')
}
