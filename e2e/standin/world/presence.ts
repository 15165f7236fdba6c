// Tells main what DevTools does not: where the window is, whether it has the focus, what the desktop's colours are.
import type { Presence } from '../ipc/messages.ts'
import { sendToMain } from './channel.ts'

/** Nothing in a page tells that its window was moved. */
const LOOK_MS = 500
const DARK = '(prefers-color-scheme: dark)'
const CONTRAST = '(prefers-contrast: more)'
const FORCED = '(forced-colors: active)'

/** @param windowed whether a user can move the window */
export function watchPresence(windowed: boolean): void {
  tellPresence()
  window.addEventListener('resize', tellPresence)
  if (windowed) setInterval(tellPresence, LOOK_MS)
  window.addEventListener('focus', () => sendToMain({ t: 'focus', focused: true }))
  window.addEventListener('blur', () => sendToMain({ t: 'focus', focused: false }))
  // Without a display no window grows when an element of its page fills the screen, ...
  if (!windowed)
    document.addEventListener('fullscreenchange', () =>
      sendToMain({ t: 'full', full: document.fullscreenElement !== null }),
    )
  // ... and none gets the focus: the one that is used has it.
  window.addEventListener('pointerdown', () => sendToMain({ t: 'used' }), true)
  tellMedia()
  for (const query of [DARK, CONTRAST, FORCED]) matchMedia(query).addEventListener('change', tellMedia)
}

let told: Presence | null = null

function tellPresence(): void {
  const { screenX: x, screenY: y, innerWidth: width, innerHeight: height } = window
  const isSame = told?.x === x && told.y === y && told.width === width && told.height === height
  if (isSame || width === 0) return
  told = { x, y, width, height }
  sendToMain({ t: 'presence', presence: told })
}

function tellMedia(): void {
  const [dark, contrast, forced] = [DARK, CONTRAST, FORCED].map(query => matchMedia(query).matches)
  sendToMain({
    t: 'media',
    media: { dark: dark ?? false, contrast: contrast ?? false, forced: forced ?? false },
  })
}
