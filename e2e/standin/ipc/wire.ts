// How messages are put on the DevTools pipe, which is text. To a page: pairs of strings, several messages to a call,
// large ones in pieces, which Chromium takes in faster. From a page: one string, its bytes after a line break.
import { fromBase64, toBase64 } from './base64.ts'
import { decode, encode } from './codec.ts'
import type { PortData } from './messages.ts'

/** Measured: from here on Chromium gets slower by the byte. */
const PIECE = 96 << 10
/** As much as goes into one call. */
const CALL = 256 << 10

/** Says that the second of a pair goes on in the next one. */
const MORE = '+'
/** Says that the second of a pair is the message itself. */
const WHOLE = ''

/** The pairs of a message: [message or mark, payload]. */
export function toPairs(message: string, payload: string): string[] {
  const [head, rest] = message.length > PIECE ? [WHOLE, message] : [message, payload]
  const pairs: string[] = []
  let at = 0
  for (; rest.length - at > PIECE; at += PIECE) pairs.push(MORE, rest.slice(at, at + PIECE))
  pairs.push(head, rest.slice(at))
  return pairs
}

/** Cuts a list of pairs into the arguments of calls. */
export function toCalls(pairs: readonly string[]): string[][] {
  const calls: string[][] = []
  let size = CALL
  for (let n = 0; n < pairs.length; n += 2) {
    const [head = '', payload = ''] = [pairs[n], pairs[n + 1]]
    if (size + head.length + payload.length > CALL) {
      calls.push([])
      size = 0
    }
    size += head.length + payload.length
    calls.at(-1)?.push(head, payload)
  }
  return calls
}

/** Takes the arguments of calls and gives messages back. */
export function createAssembler(receive: (message: string, payload: string) => void) {
  let begun = ''
  return (args: readonly string[]): void => {
    for (let n = 0; n < args.length; n += 2) {
      const [head = '', piece = ''] = [args[n], args[n + 1]]
      if (head === MORE) {
        begun += piece
        continue
      }
      const payload = begun + piece
      begun = ''
      if (head === WHOLE) receive(payload, '')
      else receive(head, payload)
    }
  }
}

export function packPortData(value: unknown): { value: PortData; payload: string } {
  if (value instanceof ArrayBuffer)
    return { value: { bytes: 'ArrayBuffer' }, payload: toBase64(new Uint8Array(value)) }
  if (value instanceof Uint8Array) return { value: { bytes: 'Uint8Array' }, payload: toBase64(value) }
  return { value: { data: encode(value) }, payload: '' }
}

export function unpackPortData(value: PortData, payload: string): unknown {
  if (!('bytes' in value)) return decode(value.data)
  const bytes = fromBase64(payload)
  return value.bytes === 'ArrayBuffer' ? bytes.buffer : bytes
}
