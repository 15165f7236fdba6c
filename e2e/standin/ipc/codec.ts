// Values as the structured clone algorithm has them ⇄ JSON, for the DevTools pipe carries nothing else. Objects that
// occur twice, or in themselves, stay one object. Not kept: holes of arrays, buffers that two views share.
// Runs in Node and in the pages: no import of either.
import { fromBase64, toBase64 } from './base64.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const TAG = '$t'
const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
}
const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }
const REFUSED = [Promise, WeakMap, WeakSet]

export function encode(value: unknown): Json {
  const seen = new Map<object, number>()
  return encodeAny(value, seen)
}

export function decode(value: Json): unknown {
  return decodeAny(value, [])
}

type Seen = Map<object, number>

function encodeAny(value: unknown, seen: Seen): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (value === undefined) return { [TAG]: 'undefined' }
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value === 'bigint') return { [TAG]: 'bigint', v: String(value) }
  if (typeof value !== 'object' || REFUSED.some(type => value instanceof type))
    throw new Error('An object could not be cloned.')
  const known = seen.get(value)
  if (known !== undefined) return { [TAG]: 'again', v: known }
  seen.set(value, seen.size)
  return encodeObject(value, seen)
}

function encodeNumber(value: number): Json {
  if (Object.is(value, -0)) return { [TAG]: 'number', v: '-0' }
  return Number.isFinite(value) ? value : { [TAG]: 'number', v: String(value) }
}

function encodeObject(value: object, seen: Seen): Json {
  if (Array.isArray(value)) return Array.from(value, item => encodeAny(item, seen))
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    const type = value.constructor.name
    return { [TAG]: 'view', type: Object.hasOwn(VIEWS, type) ? type : 'Uint8Array', v: toBase64(bytes) } // Node's Buffer
  }
  if (value instanceof ArrayBuffer) return { [TAG]: 'buffer', v: toBase64(new Uint8Array(value)) }
  if (value instanceof Date) return { [TAG]: 'date', v: String(value.getTime()) }
  if (value instanceof RegExp) return { [TAG]: 'pattern', v: value.source, flags: value.flags }
  if (value instanceof Map)
    return { [TAG]: 'map', v: [...value].map(([key, v]) => [encodeAny(key, seen), encodeAny(v, seen)]) }
  if (value instanceof Set) return { [TAG]: 'set', v: [...value].map(item => encodeAny(item, seen)) }
  if (value instanceof Error) return encodeError(value, seen)
  const entries = Object.fromEntries(Object.entries(value).map(([key, v]) => [key, encodeAny(v, seen)]))
  return Object.hasOwn(value, TAG) ? { [TAG]: 'object', v: entries } : entries
}

function encodeError(error: Error, seen: Seen): Json {
  return {
    [TAG]: 'error',
    type: Object.hasOwn(ERRORS, error.name) ? error.name : 'Error',
    message: error.message,
    stack: error.stack ?? '',
    ...('cause' in error ? { cause: encodeAny(error.cause, seen) } : {}),
  }
}

interface Tagged {
  readonly $t?: string
  readonly v: Json
  readonly type: string
  readonly flags: string
  readonly message: string
  readonly stack: string
  readonly cause?: Json
}

/** `made` has every object in the order in which they were met: before what they contain, as in encoding. */
function decodeAny(value: Json, made: unknown[]): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return fillArray(remember([], made), value, made)
  const tagged = value as unknown as Tagged
  // Only what we wrote as text: an object of the app's may have a `v`, or a toString, of its own.
  const text = typeof tagged.v === 'string' || typeof tagged.v === 'number' ? String(tagged.v) : ''
  switch (tagged.$t) {
    case undefined:
      return fillObject(remember({}, made), value, made)
    case 'undefined':
      return undefined
    case 'number':
      return Number(text)
    case 'bigint':
      return BigInt(text)
    case 'again':
      return made[Number(text)]
    case 'date':
      return remember(new Date(Number(text)), made)
    case 'pattern':
      return remember(new RegExp(text, tagged.flags), made)
    case 'buffer':
      return remember(fromBase64(text).buffer, made)
    case 'view':
      return remember(decodeView(tagged.type, fromBase64(text)), made)
    case 'map': {
      const map = remember(new Map<unknown, unknown>(), made)
      for (const [key, v] of tagged.v as [Json, Json][]) map.set(decodeAny(key, made), decodeAny(v, made))
      return map
    }
    case 'set': {
      const set = remember(new Set<unknown>(), made)
      for (const item of tagged.v as Json[]) set.add(decodeAny(item, made))
      return set
    }
    case 'error':
      return decodeError(tagged, made)
    case 'object':
      return fillObject(remember({}, made), tagged.v as { [key: string]: Json }, made)
    default:
      throw new Error(`stand-in: a value tagged ${tagged.$t}`)
  }
}

function remember<T>(value: T, made: unknown[]): T {
  made.push(value)
  return value
}

function fillArray(array: unknown[], items: readonly Json[], made: unknown[]): unknown[] {
  for (const item of items) array.push(decodeAny(item, made))
  return array
}

function fillObject(object: object, entries: { [key: string]: Json }, made: unknown[]): object {
  for (const [key, item] of Object.entries(entries)) {
    const value = decodeAny(item, made)
    // Defined, not set: `__proto__` is a name like any other.
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
  }
  return object
}

type ViewType = new (buffer: ArrayBuffer) => ArrayBufferView

function decodeView(type: string, bytes: Uint8Array<ArrayBuffer>): ArrayBufferView {
  if (type === 'Uint8Array') return bytes
  const View = VIEWS[type as keyof typeof VIEWS] as ViewType
  return new View(bytes.buffer)
}

function decodeError({ type, message, stack, cause }: Tagged, made: unknown[]): Error {
  const error = remember(new ERRORS[type as keyof typeof ERRORS](message), made)
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true })
  if (cause !== undefined)
    Object.defineProperty(error, 'cause', {
      value: decodeAny(cause, made),
      writable: true,
      configurable: true,
    })
  return error
}
