// session: what pages may do. Chromium is asked once for each permission, not for each request.
import type { Cdp } from '../chromium/cdp.ts'
import { strict } from '../strict.ts'
import { protocol } from './schemes.ts'

const MEMBERS = [
  'protocol',
  'setPermissionRequestHandler',
  'setPermissionCheckHandler',
  'setDevicePermissionHandler',
  'clearCache',
  'clearStorageData',
] as const satisfies readonly (keyof Electron.Session)[]
type Emulated = Pick<Electron.Session, Exclude<(typeof MEMBERS)[number], 'protocol'>>

/** DevTools' name of a permission, Electron's, and which medium it is for. */
const PERMISSIONS = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['camera', 'media', 'video'],
  ['microphone', 'media', 'audio'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-write', 'clipboard-sanitized-write'],
  ['pointer-lock', 'pointerLock'],
  ['keyboard-lock', 'keyboardLock'],
  ['display-capture', 'display-capture'],
  ['idle-detection', 'idle-detection'],
  ['window-management', 'window-management'],
] as const
type Permission = (typeof PERMISSIONS)[number][1]
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

export class Session implements Emulated {
  readonly protocol = protocol
  #request: RequestHandler = null
  #check: CheckHandler = null
  #cdp: Cdp | null = null

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#request = handler
    void this.#apply()
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#check = handler
    void this.#apply()
  }

  /** Chromium asks nobody: without a chooser, which DevTools holds shut, no device is given to a page. */
  setDevicePermissionHandler(): void {}

  /** There is nothing of another run in a new profile, and one run's is Chromium's own. */
  async clearCache(): Promise<void> {
    await this.#cdp?.send('Storage.clearCookies').catch(() => undefined)
  }

  async clearStorageData(options: Electron.ClearStorageDataOptions = {}): Promise<void> {
    if (!options.origin)
      throw new Error('stand-in: session.clearStorageData without an origin is not emulated')
    await this.#cdp?.send('Storage.clearDataForOrigin', { origin: options.origin, storageTypes: 'all' })
  }

  attach(cdp: Cdp): void {
    this.#cdp = cdp
    void this.#apply()
  }

  async #apply(): Promise<void> {
    if (!this.#request && !this.#check) return
    for (const [name, electronName, medium] of PERMISSIONS) {
      const setting = this.#grants(electronName, medium) ? 'granted' : 'denied'
      await this.#cdp?.send('Browser.setPermission', { permission: { name }, setting }).catch(() => undefined)
    }
  }

  #grants(permission: Permission, medium?: 'audio' | 'video'): boolean {
    const handlers = { request: this.#request, check: this.#check } as {
      request:
        | ((contents: null, permission: string, answer: (granted: boolean) => void, details: object) => void)
        | null
      check: ((contents: null, permission: string, origin: string, details: object) => boolean) | null
    }
    let isGranted = handlers.check
      ? handlers.check(null, permission, '', medium ? { mediaType: medium } : {})
      : true
    const answer = (granted: boolean) => {
      isGranted = isGranted && granted
    }
    handlers.request?.(null, permission, answer, medium ? { mediaTypes: [medium] } : {})
    return isGranted
  }
}

export function createSession(): Session {
  const session = new Session()
  strict('Session', session, MEMBERS)
  return session
}
