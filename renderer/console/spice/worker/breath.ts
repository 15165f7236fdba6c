// How long the worker may draw before its other tasks have their turn, the next frame among them: a server may send
// more in a moment than can be drawn in a second.

const LONGEST_MS = 8

/** @returns what a session asks after each message */
export function breatheBetween(): () => Promise<void> | undefined {
  const { port1, port2 } = new MessageChannel()
  let since = performance.now()
  let waiting: (() => void)[] = []
  port1.onmessage = () => {
    since = performance.now()
    const ready = waiting
    waiting = []
    for (const go of ready) go()
  }
  return () => {
    if (performance.now() - since < LONGEST_MS) return undefined
    return new Promise(go => {
      waiting.push(go)
      if (waiting.length === 1) port2.postMessage(null)
    })
  }
}
