// Half of a contextBridge: two scripts of one page, in different worlds, talk by synchronous DOM events whose detail
// Chromium clones from world to world. Functions and promises travel as numbers, objects without their prototypes.

interface Wire {
  readonly t: 'root' | 'call' | 'return' | 'resolve' | 'reject' | 'release'
  readonly id?: number
  readonly key?: string
  readonly value?: unknown
  readonly error?: { readonly message: string }
}

type Callable = (...args: unknown[]) => unknown
type Marked = { $standin: 'function' | 'promise'; id: number } | { $standin: 'error'; message: string }

export interface Peer {
  expose(key: string, value: unknown): void
}

export function makePeer(hear: string, say: string, onRoot: (key: string, value: unknown) => void): Peer {
  // Held now: a page may replace what its world has, and must not read along.
  const dispatch = EventTarget.prototype.dispatchEvent.bind(document)
  const Message = CustomEvent<Wire>
  const functions = new Map<number, Callable>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let count = 0
  let returned: Wire | null = null
  const send = (wire: Wire) => {
    dispatch(new Message(say, { detail: wire }))
  }
  /** A function that nobody over there can call any more need not be kept here. */
  const released = new FinalizationRegistry<number>(id => send({ t: 'release', id }))

  function pack(value: unknown): unknown {
    if (typeof value === 'function') {
      functions.set(++count, value as Callable)
      return { $standin: 'function', id: count }
    }
    if (typeof value === 'symbol') throw new TypeError('Symbols cannot cross the contextBridge')
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Promise) {
      const id = ++count
      value.then(
        result => settle(id, 'resolve', result),
        error => settle(id, 'reject', error),
      )
      return { $standin: 'promise', id }
    }
    if (value instanceof Error) return { $standin: 'error', message: value.message }
    if (Array.isArray(value)) return value.map(pack)
    return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, pack(v)])) : value
  }

  function settle(id: number, t: 'resolve' | 'reject', value: unknown): void {
    try {
      send({ t, id, value: pack(value) })
    } catch (error) {
      send({ t: 'reject', id, value: pack(error) })
    }
  }

  function unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(unpack)
    const marked = value as Marked
    switch (marked.$standin) {
      case 'function': {
        const proxy = (...args: unknown[]) => call(marked.id, args)
        released.register(proxy, marked.id)
        return proxy
      }
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(marked.id, { resolve, reject }))
      case 'error':
        return new Error(marked.message)
    }
    if (!isPlain(value)) return value // Date, Map, typed arrays: cloned by the event itself
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)]))
  }

  function call(id: number, args: unknown[]): unknown {
    returned = null
    send({ t: 'call', id, value: pack(args) })
    const answer = returned as Wire | null
    returned = null
    if (answer?.error) throw new Error(answer.error.message)
    return unpack(answer?.value)
  }

  function answerCall(wire: Wire): Wire {
    try {
      const args = unpack(wire.value) as unknown[]
      return { t: 'return', value: pack(functions.get(wire.id ?? 0)?.(...args)) }
    } catch (error) {
      return { t: 'return', error: { message: error instanceof Error ? error.message : String(error) } }
    }
  }

  function receive(wire: Wire): void {
    const id = wire.id ?? 0
    switch (wire.t) {
      case 'root':
        return onRoot(wire.key ?? '', freeze(unpack(wire.value)))
      case 'call':
        return send(answerCall(wire))
      case 'return':
        returned = wire
        return
      case 'resolve':
      case 'reject': {
        const waiter = waiting.get(id)
        waiting.delete(id)
        return waiter?.[wire.t](unpack(wire.value))
      }
      case 'release':
        functions.delete(id)
        return
    }
  }

  document.addEventListener(
    hear,
    event => {
      event.stopImmediatePropagation()
      receive((event as CustomEvent<Wire>).detail)
    },
    true,
  )
  return { expose: (key, value) => send({ t: 'root', key, value: pack(value) }) }
}

/** What is exposed is frozen, all the way down; what calls return is not. */
function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isPlain(value) || Array.isArray(value)) for (const inner of Object.values(value)) freeze(inner)
  else return value
  return Object.freeze(value)
}

/** Whatever the structured clone algorithm has no type of its own for. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]'
}
