// nativeTheme: what the desktop wants, as a page's media queries have it, and what the app pretends.
import { EventEmitter } from 'node:events'
import type { Media } from '../ipc/messages.ts'
import { strict } from '../strict.ts'

const MEMBERS = [
  'themeSource',
  'shouldUseDarkColors',
  'shouldUseHighContrastColors',
  'inForcedColorsMode',
] as const satisfies readonly (keyof Electron.NativeTheme)[]

export class Theme extends EventEmitter implements Pick<Electron.NativeTheme, (typeof MEMBERS)[number]> {
  #source: Electron.NativeTheme['themeSource'] = 'system'
  #desktop: Media = { dark: false, contrast: false, forced: false }
  /** Set by stage.ts: has the pages follow. */
  apply: () => void = () => undefined

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    if (source === this.#source) return
    this.#source = source
    this.apply()
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#desktop.dark : this.#source === 'dark'
  }

  get shouldUseHighContrastColors(): boolean {
    return this.#desktop.contrast
  }

  get inForcedColorsMode(): boolean {
    return this.#desktop.forced
  }

  /** From a page, whose queries answer what the app pretends where it does. */
  learn(media: Media): void {
    const next = this.#source === 'system' ? media : { ...media, dark: this.#desktop.dark }
    const isSame =
      next.dark === this.#desktop.dark &&
      next.contrast === this.#desktop.contrast &&
      next.forced === this.#desktop.forced
    this.#desktop = next
    if (!isSame) this.emit('updated')
  }
}

export const theme = new Theme()
export const nativeTheme = strict('nativeTheme', theme, MEMBERS)
