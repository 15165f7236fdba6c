// session: what pages may do. Chromium is asked once for each permission, not for each request.
import type { Cdp } from './cdp.ts'

type RequestHandler = (contents: null, permission: string, answer: (granted: boolean) => void) => void
type CheckHandler = (contents: null, permission: string) => boolean

/** DevTools' name of a permission, and Electron's. */
const PERMISSIONS = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
] as const

export class Session {
  #request: RequestHandler | null = null
  #check: CheckHandler | null = null
  #cdp: Cdp | null = null

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler
    void this.#apply()
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler
    void this.#apply()
  }

  attach(cdp: Cdp): void {
    this.#cdp = cdp
    void this.#apply()
  }

  async #apply(): Promise<void> {
    if (!this.#request && !this.#check) return
    for (const [name, electronName] of PERMISSIONS) {
      const setting = this.#grants(electronName) ? 'granted' : 'denied'
      await this.#cdp?.send('Browser.setPermission', { permission: { name }, setting }).catch(() => undefined)
    }
  }

  #grants(permission: string): boolean {
    let granted = this.#check ? this.#check(null, permission) : true
    this.#request?.(null, permission, answer => {
      granted = granted && answer
    })
    return granted
  }
}
