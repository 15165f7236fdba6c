// The daemon runs up to five calls of a client at once, in any order: a definition and the start that was sent after it
// may change places. So changes of one object are sent one after the other, each when the one before it was answered;
// what looks an object up waits for what is naming it. Reads, and changes of different objects, overlap freely.
import { TimeoutError } from './error.ts'
import type { AnyProcedure } from './procedure.ts'

/** By then the daemon has long begun with the change before: an interruption cannot overtake it any more. */
const PATIENCE_MS = 1_000

interface Waiting {
  readonly signal?: AbortSignal
  readonly timeoutMs: number
}

export class CallOrder {
  /** The latest change of each object that is under way; and the latest that names one. */
  readonly #changes = new Map<string, Promise<unknown>>()
  readonly #namings = new Map<string, Promise<unknown>>()

  /** @param start sends the call; it is called at once where nothing is ahead of it */
  run<R>(procedure: AnyProcedure, args: unknown, waiting: Waiting, start: () => Promise<R>): Promise<R> {
    const keys = keysOf(procedure.name, args)
    const from = procedure.order === 'lookup' ? this.#namings : this.#changes
    const ahead = keys.flatMap(key => from.get(key) ?? [])
    const done = ahead.length > 0 ? waitFor(ahead, procedure, waiting).then(start) : start()
    if (procedure.order === 'lookup') return done
    // One that gave up waiting does not end the wait of those behind it.
    const end = ahead.length > 0 ? Promise.allSettled([...ahead, done]) : done
    for (const key of keys) {
      follow(this.#changes, key, end)
      if (procedure.order === 'naming') follow(this.#namings, key, end)
    }
    return done
  }
}

function follow(queue: Map<string, Promise<unknown>>, key: string, done: Promise<unknown>): void {
  const forget = () => {
    if (queue.get(key) === done) queue.delete(key)
  }
  queue.set(key, done)
  done.then(forget, forget)
}

function waitFor(
  ahead: readonly Promise<unknown>[],
  { name, order }: AnyProcedure,
  { signal, timeoutMs }: Waiting,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      settle()
    }
    const abort = () => end(() => reject(signal?.reason))
    const timer =
      order === 'interrupt'
        ? setTimeout(() => end(resolve), PATIENCE_MS)
        : timeoutMs > 0
          ? setTimeout(() => end(() => reject(new TimeoutError(name, timeoutMs))), timeoutMs)
          : undefined
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    // How the changes before it went is their callers' business.
    Promise.allSettled(ahead).then(() => end(resolve))
  })
}

const NAME = /<name>\s*([^<&]*?)\s*<\/name>/g
const UUID = /<uuid>\s*([^<&]*?)\s*<\/uuid>/g

/**
 * What a call is about, as texts: the names and UUIDs of the object, as far as they can be told. Every name in an XML
 * counts, for the object's own need not be the first. One that is written with entities is not recognised.
 */
function keysOf(procedure: string, args: unknown): string[] {
  const family = procedure.slice(0, procedure.indexOf('_'))
  const keys: string[] = []
  const inVolume = procedure.startsWith('STORAGE_VOL_')
  collect(args as Readonly<Record<string, unknown>>, keys, inVolume)
  return keys.length > 0 ? keys.map(key => `${family} ${key}`) : [family]
}

function collect(args: Readonly<Record<string, unknown>>, keys: string[], inVolume: boolean): void {
  for (const [field, value] of Object.entries(args)) {
    if (typeof value === 'string') {
      if (NAMES.has(field)) keys.push(field === 'uuid' ? value.toLowerCase() : value)
      else if (field === 'xml' || field === 'xml_desc') {
        for (const pattern of [NAME, UUID])
          for (const [, text = ''] of value.matchAll(pattern))
            keys.push(pattern === UUID ? text.toLowerCase() : text)
      }
    } else if (value !== null && typeof value === 'object' && OBJECTS.has(field)) {
      // Volumes of one pool are written side by side.
      if (!(inVolume && field === 'pool')) collect(value as Record<string, unknown>, keys, inVolume)
    }
  }
}

const NAMES = new Set(['name', 'uuid', 'new_name', 'mac', 'portdev', 'usageID'])
const OBJECTS = new Set([
  'dom',
  'net',
  'network',
  'pool',
  'vol',
  'snap',
  'snapshot',
  'checkpoint',
  'port',
  'iface',
  'nwfilter',
  'secret',
])
