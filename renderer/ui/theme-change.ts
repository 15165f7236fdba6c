// Tells who paints by hand that the colours changed: the system's theme, or the app's own.

const listeners = new Set<() => void>()
let stop: (() => void) | null = null

/** @returns how to stop listening */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener)
  stop ??= watch()
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    stop?.()
    stop = null
  }
}

function watch(): () => void {
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map(query => matchMedia(query))
  const root = new MutationObserver(tell)
  root.observe(document.documentElement, { attributeFilter: ['data-theme', 'data-contrast'] })
  for (const query of queries) query.addEventListener('change', tell)
  return () => {
    root.disconnect()
    for (const query of queries) query.removeEventListener('change', tell)
  }
}
