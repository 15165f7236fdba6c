// Bytes ⇄ base64 in Node and in pages, by whatever is fast there.

interface NativeEncoder {
  toBase64?: () => string
}
type NativeDecoder = typeof Uint8Array & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }

const hasBuffer = typeof Buffer === 'function'
/** Arguments of one call are limited. */
const SLICE = 0x8000

export function toBase64(bytes: Uint8Array): string {
  if (hasBuffer) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const native = (bytes as Uint8Array & NativeEncoder).toBase64?.()
  if (native !== undefined) return native
  let text = ''
  for (let at = 0; at < bytes.length; at += SLICE)
    text += String.fromCharCode(...bytes.subarray(at, at + SLICE))
  return btoa(text)
}

/** The array has a buffer of its own: it can be given away. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (hasBuffer) return new Uint8Array(Buffer.from(text, 'base64'))
  return (
    (Uint8Array as NativeDecoder).fromBase64?.(text) ??
    Uint8Array.from(atob(text), character => character.charCodeAt(0))
  )
}
