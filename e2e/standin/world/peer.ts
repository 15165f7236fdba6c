// Half of a contextBridge: two scripts of one page, in different worlds, talk by synchronous DOM events whose
// detail Chromium clones from world to world. Functions and promises travel as numbers.

interface Wire {
  readonly t: 'root' | 'call' | 'return' | 'resolve' | 'reject'
  readonly id?: number
  readonly key?: string
  readonly value?: unknown
  readonly error?: string
}

type Callable = (...args: unknown[]) => unknown
type Marked = { $standin: 'function' | 'promise'; id: number } | { $standin: 'error'; message: string }

export interface Peer {
  expose(key: string, value: unknown): void
}

export function makePeer(hear: string, say: string, onRoot: (key: string, value: unknown) => void): Peer {
  const functions = new Map<number, Callable>()
  const numbers = new WeakMap<Callable, number>()
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  let count = 0
  let returned: Wire | null = null
  const send = (wire: Wire) => document.dispatchEvent(new CustomEvent(say, { detail: wire }))

  function pack(value: unknown): unknown {
    if (typeof value === 'function') {
      const callable = value as Callable
      let id = numbers.get(callable)
      if (id === undefined) {
        id = ++count
        numbers.set(callable, id)
        functions.set(id, callable)
      }
      return { $standin: 'function', id }
    }
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Promise) {
      const id = ++count
      value.then(
        result => send({ t: 'resolve', id, value: pack(result) }),
        error => send({ t: 'reject', id, value: pack(error) }),
      )
      return { $standin: 'promise', id }
    }
    if (value instanceof Error) return { $standin: 'error', message: value.message }
    if (Array.isArray(value)) return value.map(pack)
    return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, pack(v)])) : value
  }

  function unpack(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return Object.freeze(value.map(unpack))
    const marked = value as Marked
    switch (marked.$standin) {
      case 'function':
        return (...args: unknown[]) => call(marked.id, args)
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(marked.id, { resolve, reject }))
      case 'error':
        return new Error(marked.message)
    }
    if (!isPlain(value)) return value // Date, Map, typed arrays: cloned by the event itself
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)])))
  }

  function call(id: number, args: unknown[]): unknown {
    returned = null
    send({ t: 'call', id, value: pack(args) })
    const answer = returned as Wire | null
    if (answer?.error !== undefined) throw new Error(answer.error)
    return unpack(answer?.value)
  }

  function answerCall(wire: Wire): Wire {
    try {
      const args = unpack(wire.value) as unknown[]
      return { t: 'return', value: pack(functions.get(wire.id ?? 0)?.(...args)) }
    } catch (error) {
      return { t: 'return', error: error instanceof Error ? error.message : String(error) }
    }
  }

  document.addEventListener(
    hear,
    event => {
      event.stopImmediatePropagation()
      const wire = (event as CustomEvent<Wire>).detail
      const waiter = waiting.get(wire.id ?? 0)
      switch (wire.t) {
        case 'root':
          return onRoot(wire.key ?? '', unpack(wire.value))
        case 'call':
          send(answerCall(wire))
          return
        case 'return':
          returned = wire
          return
        case 'resolve':
          return waiter?.resolve(unpack(wire.value))
        case 'reject':
          return waiter?.reject(unpack(wire.value))
      }
    },
    true,
  )
  return { expose: (key, value) => void send({ t: 'root', key, value: pack(value) }) }
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}
