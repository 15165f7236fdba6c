// Small pictures of machines' screens, kept on this computer for its user alone: of the moments of a snapshot and of the
// timeline. A machine without a screen has none, and that is no error.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { PictureRef } from '../../../preload/model/timeline.ts'
import type { Log } from '../../log.ts'
import { hostFolder } from '../../settings/machine-file.ts'
import type { Screenshots } from '../screenshots.ts'
import { shrinkScreenshot } from './shrink.ts'

const EXTENSION = '.png'

export class Pictures {
  readonly #folder: string
  readonly #screenshots: Pick<Screenshots, 'take'>
  readonly #log: Log

  constructor(folder: string, screenshots: Pick<Screenshots, 'take'>, log: Log) {
    this.#folder = folder
    this.#screenshots = screenshots
    this.#log = log
  }

  /** Its screen now, as a small PNG; null where there is none to be had. */
  async look(ref: VmRef): Promise<Buffer | null> {
    try {
      return await shrinkScreenshot(await this.#screenshots.take(ref))
    } catch (error) {
      this.#log.info('no picture', { vm: ref.vm, error })
      return null
    }
  }

  /** A picture that cannot be kept is no reason for anything to fail. */
  async keep(ref: PictureRef, png: Uint8Array): Promise<void> {
    const path = this.#path(ref)
    try {
      await mkdir(this.#machine(ref), { recursive: true, mode: 0o700 })
      await writeFile(`${path}.new`, png, { mode: 0o600 })
      await rename(`${path}.new`, path)
    } catch (error) {
      this.#log.error('picture not kept', { vm: ref.vm, error })
    }
  }

  /** Null where there is none. */
  async read(ref: PictureRef): Promise<Uint8Array | null> {
    return readFile(this.#path(ref)).catch(() => null)
  }

  /** Their names. */
  async list(ref: VmRef): Promise<readonly string[]> {
    const names = await readdir(this.#machine(ref)).catch(() => [])
    return names.filter(name => name.endsWith(EXTENSION)).map(name => name.slice(0, -EXTENSION.length))
  }

  async forget(ref: VmRef, pictures: readonly string[]): Promise<void> {
    for (const picture of pictures) await rm(this.#path({ ...ref, picture }), { force: true })
  }

  /** The machine is gone, and all that was kept of it. */
  async forgetMachine(ref: VmRef): Promise<void> {
    await rm(this.#machine(ref), { recursive: true, force: true })
  }

  #machine({ host, vm }: VmRef): string {
    return join(hostFolder(this.#folder, host), vm)
  }

  /** Names have been parsed: no separators. */
  #path(ref: PictureRef): string {
    return join(this.#machine(ref), `${ref.picture}${EXTENSION}`)
  }
}
