// What a window may do: show our own pages and nothing else.
import { type App, type IpcMainInvokeEvent, type Session, shell } from 'electron'

export const ORIGIN = 'app://vitrina'

/** No network, no inline script. Sent as a header with every page. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  // WebAssembly may be compiled, which says nothing of `eval`: the loops of two decoders are assembled by our own code (console/spice/wasm).
  "script-src 'self' 'wasm-unsafe-eval'",
  // React Aria and xterm set styles on elements; no style sheet comes from elsewhere.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PERMISSIONS = new Set([
  'clipboard-sanitized-write',
  'clipboard-read',
  'fullscreen',
  'pointerLock',
  // A console that fills the screen: Esc is the guest's then.
  'keyboardLock',
])

/** A message counts only from the main frame of a window that shows our own page. */
export function isTrustedFrame(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && frame.url.startsWith(`${ORIGIN}/`)
}

/** Of what hears and sees only the microphone: a console opens it where the user allowed that machine to listen. */
function isAllowed(permission: string, media: readonly string[] = []): boolean {
  if (permission === 'media') return media.length > 0 && media.every(type => type === 'audio')
  return PERMISSIONS.has(permission)
}

export function lockDown(app: App, session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowed(permission, 'mediaTypes' in details ? details.mediaTypes : [])),
  )
  session.setPermissionCheckHandler((_contents, permission, _origin, { mediaType }) =>
    isAllowed(permission, mediaType ? [mediaType] : []),
  )
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', event => {
      if (!event.url.startsWith(`${ORIGIN}/`)) event.preventDefault()
    })
    contents.setWindowOpenHandler(({ url }) => {
      if (url.startsWith('https://')) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}
