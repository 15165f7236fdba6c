// Values as the structured clone algorithm has them ⇄ JSON, for the DevTools pipe carries nothing else.
// Runs in Node and in the pages: no import of either.

const TAG = '$t'
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export function encode(value: unknown): Json {
  if (value === undefined) return { [TAG]: 'undefined' }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') {
    const plain = Number.isFinite(value) && !Object.is(value, -0)
    return plain ? value : { [TAG]: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (typeof value === 'bigint') return { [TAG]: 'bigint', v: String(value) }
  if (typeof value !== 'object') throw new Error('An object could not be cloned.')
  if (value instanceof Date) return { [TAG]: 'date', v: value.getTime() }
  if (value instanceof Error) return { [TAG]: 'error', name: value.name, message: value.message }
  if (value instanceof Map) return { [TAG]: 'map', v: [...value].map(([k, v]) => [encode(k), encode(v)]) }
  if (value instanceof Set) return { [TAG]: 'set', v: [...value].map(encode) }
  if (value instanceof ArrayBuffer) return { [TAG]: 'buffer', v: toBase64(new Uint8Array(value)) }
  if (ArrayBuffer.isView(value))
    return { [TAG]: 'bytes', v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
  if (Array.isArray(value)) return value.map(encode)
  const entries = Object.entries(value).map(([key, v]) => [key, encode(v)] as const)
  return TAG in value ? { [TAG]: 'object', v: Object.fromEntries(entries) } : Object.fromEntries(entries)
}

export function decode(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(decode)
  const tagged = value as { $t?: string; v?: Json; name?: string; message?: string }
  switch (tagged.$t) {
    case undefined:
      return decodeEntries(value)
    case 'undefined':
      return undefined
    case 'number':
      return Number(tagged.v)
    case 'bigint':
      return BigInt(String(tagged.v))
    case 'date':
      return new Date(Number(tagged.v))
    case 'error':
      return Object.assign(new Error(tagged.message), { name: tagged.name ?? 'Error' })
    case 'map':
      return new Map((tagged.v as Json[][]).map(([k, v]) => [decode(k as Json), decode(v as Json)]))
    case 'set':
      return new Set((tagged.v as Json[]).map(decode))
    case 'buffer':
      return fromBase64(String(tagged.v)).buffer
    case 'bytes':
      return fromBase64(String(tagged.v))
    case 'object':
      return decodeEntries(tagged.v as { [key: string]: Json })
    default:
      throw new Error(`stand-in: a value tagged ${tagged.$t}`)
  }
}

function decodeEntries(value: { [key: string]: Json }): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, decode(v)]))
}

interface NativeBase64 {
  toBase64?: () => string
}

function toBase64(bytes: Uint8Array): string {
  const native = bytes as Uint8Array & NativeBase64
  if (native.toBase64) return native.toBase64()
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }
  return native.fromBase64 ? native.fromBase64(text) : new Uint8Array(Buffer.from(text, 'base64'))
}
