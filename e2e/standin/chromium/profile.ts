// Chromium's own folder: made for one run and removed with it, however the run ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The path of a UNIX socket has 108 bytes; Chromium's singleton adds about 60 to this. */
const LONGEST_PARENT = 40
/** Waits until the process that holds its input is gone, by whatever death; then ends Chromium and removes all. */
const WATCH = `cat >/dev/null
kill -9 "$2" 2>/dev/null
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do rm -rf -- "$1"; sleep 0.2; [ -e "$1" ] || exit 0; done`

export class Profile {
  readonly #root: string
  /** --user-data-dir */
  readonly folder: string
  /** TMPDIR of Chromium, which leaves its singleton's folder there when it is killed. */
  readonly temporary: string
  #watch: ChildProcess | null = null

  constructor() {
    const parent = tmpdir().length <= LONGEST_PARENT ? tmpdir() : '/tmp'
    this.#root = mkdtempSync(join(parent, 'vitrina-chromium-'))
    this.folder = join(this.#root, 'profile')
    this.temporary = join(this.#root, 'tmp')
    mkdirSync(this.temporary, { mode: 0o700 })
  }

  /** From now on this process may be killed, too. */
  guard(chromium: number): void {
    this.#watch = spawn('sh', ['-c', WATCH, 'sh', this.#root, String(chromium)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    this.#watch.on('error', () => undefined)
    this.#watch.unref()
    const input = this.#watch.stdin as unknown as { unref?(): void; on(event: 'error', f: () => void): void }
    input.on('error', () => undefined)
    input.unref?.()
  }

  /** Chromium is gone. Its helpers may still be writing: then the watch removes the rest when we are gone, too. */
  remove(): void {
    try {
      rmSync(this.#root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
    }
  }
}
