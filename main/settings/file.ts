// The settings file: one JSON document, checked by its schema, replaced whole or not at all.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Settings, type SettingsChange } from '../../preload/model/settings.ts'
import type { Log } from '../log.ts'

export class SettingsFile {
  readonly #path: string
  readonly #log: Log
  #value: Settings
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, log: Log, value: Settings) {
    this.#path = path
    this.#log = log
    this.#value = value
  }

  /** A file that is missing gives the defaults; one that cannot be read is set aside as `.broken` first. */
  static async open(path: string, log: Log): Promise<SettingsFile> {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return new SettingsFile(path, log, Settings.parse({}))
    try {
      return new SettingsFile(path, log, Settings.parse(JSON.parse(text)))
    } catch (error) {
      log.error('settings set aside', { path, error })
      await rename(path, `${path}.broken`).catch(() => undefined)
      return new SettingsFile(path, log, Settings.parse({}))
    }
  }

  get value(): Settings {
    return this.#value
  }

  change(change: Partial<Settings> | SettingsChange): Settings {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    this.#value = Settings.parse({ ...this.#value, ...given })
    const text = `${JSON.stringify(this.#value, null, 2)}\n`
    this.#writing = this.#writing
      .then(() => replaceFile(this.#path, text))
      .catch(error => this.#log.error('settings not written', { path: this.#path, error }))
    return this.#value
  }

  /** Resolves when all changes so far are on disk. */
  async written(): Promise<void> {
    await this.#writing
  }
}

/** Beside the target, then renamed over it: a reader sees the old file or the new one, never half. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, text, { mode: 0o600 })
  await rename(`${path}.new`, path)
}
