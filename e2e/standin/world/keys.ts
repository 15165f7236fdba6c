// The application menu's accelerators: there is no native menu bar that would have them. The page comes first, and
// what it prevents is its own.
import { sendToMain } from './channel.ts'

let accelerators = new Set<string>()

export function setAccelerators(keys: readonly string[]): void {
  accelerators = new Set(keys)
}

export function watchKeys(): void {
  window.addEventListener(
    'keydown',
    event => {
      if (!event.isTrusted || !keysOf(event).some(keys => accelerators.has(keys))) return
      // To the end of the queue, behind every listener that the page has on the window.
      window.removeEventListener('keydown', press)
      window.addEventListener('keydown', press)
      // The page may stop it on its way up: then nothing prevented it, and it counts.
      setTimeout(() => press(event))
    },
    true,
  )
}

let pressed: KeyboardEvent | null = null

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || pressed === event) return
  const accelerator = keysOf(event).find(keys => accelerators.has(keys))
  if (accelerator === undefined) return
  pressed = event
  event.preventDefault()
  sendToMain({ t: 'key', accelerator })
}

/** `Ctrl+Shift+K`, by what the key writes and by where it is. */
function keysOf(event: KeyboardEvent): string[] {
  const modifiers = [
    event.ctrlKey && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && 'Shift',
    event.metaKey && 'Meta',
  ]
  const written = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const placed = event.code.replace(/^(Key|Digit)/, '')
  return [...new Set([written, placed])].map(key => [...modifiers.filter(Boolean), key].join('+'))
}
