import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Channel, type Role, type Surroundings } from '../channel.ts'
import { SpiceError } from '../error.ts'
import { linkMessage, readLinkReply } from '../link.ts'
import { Reader, Writer } from '../wire.ts'
import { CursorChannel, type Pointer } from './cursor.ts'
import { InputsChannel, wireCode } from './inputs.ts'
import { MainChannel } from './main.ts'

function newCursor() {
  const shown: (Pointer | null)[] = []
  const channel = new CursorChannel(0, { onPointer: pointer => shown.push(pointer), onMove: () => undefined })
  const set = (write: (body: Writer) => void) => {
    const body = new Writer().u16(0).u16(0).u8(1)
    write(body)
    channel.messages[103]?.(new Reader(body.done()))
    return shown.at(-1)
  }
  return { channel, set }
}

/** A pointer of 9 × 1: rows end within a byte. */
function header(body: Writer, type: number, flags = 0, id = 1n): Writer {
  return body.u16(flags).u64(id).u8(type).u16(9).u16(1).u16(4).u16(0)
}

test('a pointer with alpha is premultiplied on the wire and straight on the page', () => {
  const { set } = newCursor()
  const pointer = set(body => {
    header(body, 0).u32(0x80402000)
    for (let n = 1; n < 9; n++) body.u32(0xff112233)
  })
  expect(pointer?.pixels[0]?.toString(16)).toBe('80004080')
  expect(pointer?.pixels[8]?.toString(16)).toBe('ff332211')
  expect([pointer?.width, pointer?.height, pointer?.hotX]).toEqual([9, 1, 4])
})

test('a pointer of one bit: black, white, nothing', () => {
  const { set } = newCursor()
  const pointer = set(body => header(body, 1).u8(0b00111111).u8(0x80).u8(0b01000000).u8(0))
  expect([...(pointer?.pixels.subarray(0, 4) ?? [])].map(pixel => pixel.toString(16))).toEqual([
    'ff000000',
    'ffffffff',
    '0',
    '0',
  ])
})

test('a pointer is shown again from the cache, and is gone once it is invalid', () => {
  const { channel, set } = newCursor()
  const keep = (body: Writer) => {
    header(body, 0, 2, 7n)
    for (let n = 0; n < 9; n++) body.u32(0xff000000 + n)
  }
  const first = set(keep)
  expect(set(body => body.u16(4).u64(7n))).toBe(first)
  channel.messages[107]?.(new Reader(new Writer().u64(7n).done()))
  expect(() => set(body => body.u16(4).u64(7n))).toThrow(SpiceError)
})

test('scan codes: plain and extended, pressed and released', () => {
  expect([wireCode(0x1e, true), wireCode(0x1e, false)]).toEqual([0x1e, 0x9e])
  expect([wireCode(0xe053, true), wireCode(0xe053, false)]).toEqual([0x53e0, 0xd3e0])
})

function sentBy(inputs: InputsChannel): { type: number; body: Uint8Array }[] {
  const sent: { type: number; body: Uint8Array }[] = []
  const channel = { send: (type: number, body: Uint8Array) => void sent.push({ type, body }) }
  inputs.linked(channel as unknown as Channel)
  return sent
}

test('motion is held back when eight are open, added up, and goes on with an acknowledgement', () => {
  const inputs = new InputsChannel({ onLocks: () => undefined })
  const sent = sentBy(inputs)
  for (let n = 0; n < 12; n++) inputs.moveBy(1, -1)
  expect(sent.length).toBe(8)
  inputs.messages[111]?.(new Reader(new Uint8Array(0)))
  expect(sent.length).toBe(9)
  expect(new Reader(sent[8]?.body ?? new Uint8Array(0)).i32()).toBe(4)
})

test('what is pressed is let go when the keyboard leaves', () => {
  const inputs = new InputsChannel({ onLocks: () => undefined })
  const sent = sentBy(inputs)
  inputs.key(0x1d, true)
  inputs.button(1, true)
  inputs.releaseAll()
  expect(sent.map(({ type }) => type)).toEqual([101, 113, 102, 114])
})

const SURROUNDINGS = (failed: (error: unknown) => void): Surroundings => ({
  sessionId: 0,
  waitFor: () => undefined,
  progressed: () => undefined,
  notified: () => undefined,
  failed: (_channel, error) => failed(error),
})

/** What a server says to a channel that has just been opened: a reply, "all right", then messages. */
function openingWords(): Uint8Array {
  const body = new Writer(200).u32(0).bytes(new Uint8Array(162)).u32(1).u32(0).u32(178).u32(0b1011).done()
  const reply = new Writer()
    .bytes(new TextEncoder().encode('REDQ'))
    .u32(2)
    .u32(2)
    .u32(body.length)
    .bytes(body)
  return reply.u32(0).done()
}

test('pongs leave before the messages of the batch are handled; acknowledgements are left to the carrier', () => {
  const order: string[] = []
  const role: Role = {
    name: { type: 2, id: 0 },
    caps: [],
    messages: { 101: () => void order.push('handled') },
    linked: () => undefined,
  }
  const failed = vi.fn()
  const channel = new Channel(role, SURROUNDINGS(failed))
  channel.start({
    send: bytes => void order.push(`sent ${new DataView(bytes.buffer).getUint16(0, true)}`),
    taken: bytes => void order.push(`taken ${bytes}`),
    close: () => undefined,
  })
  channel.receive(openingWords())
  order.length = 0
  const ping = new Writer().u16(4).u32(12).u32(1).u64(2n).done()
  const batch = new Writer().u16(3).u32(8).u32(1).u32(1).u16(101).u32(0).u16(101).u32(0).u16(77).u32(0)
  batch.bytes(ping)
  channel.receive(batch.done())
  expect(order).toEqual(['sent 3', 'handled', 'handled', `taken ${batch.length}`])
  expect([...channel.unknown]).toEqual([[77, 1]])
  expect(failed).not.toHaveBeenCalled()
})

test('a server’s first words, bent anyhow and cut anywhere, end in a SpiceError or in nothing', () => {
  const bytes = fc.record({ at: fc.nat(215), value: fc.nat(255), cut: fc.nat(216) })
  fc.assert(
    fc.property(bytes, ({ at, value, cut }) => {
      const words = openingWords()
      words[at] = value
      const errors: unknown[] = []
      const main = new MainChannel(new Proxy({} as never, { get: () => () => undefined }))
      const channel = new Channel(
        main,
        SURROUNDINGS(error => errors.push(error)),
      )
      channel.start({ send: () => undefined, taken: () => undefined, close: () => undefined })
      channel.receive(words.subarray(0, cut))
      channel.receive(words.subarray(cut))
      for (const error of errors) expect(error).toBeInstanceOf(SpiceError)
    }),
    { numRuns: 2_000 },
  )
})

test('main and cursor messages of any bytes are read or refused', () => {
  const main = new MainChannel(new Proxy({} as never, { get: () => () => undefined }))
  const { channel: cursor } = newCursor()
  const handles = [...Object.values(main.messages), ...Object.values(cursor.messages)]
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(handles.length - 1), (bytes, which) => {
      try {
        void handles[which]?.(new Reader(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(SpiceError)
      }
    }),
    { numRuns: 5_000 },
  )
})

test('a link message names its capabilities behind its fixed part', () => {
  const reader = new Reader(linkMessage({ type: 2, id: 1 }, 9, [0, 33]))
  reader.skip(16)
  expect([reader.u32(), reader.u8(), reader.u8()]).toEqual([9, 2, 1])
  expect([reader.u32(), reader.u32(), reader.u32()]).toEqual([1, 2, 18])
  expect([reader.u32(), reader.u32(), reader.u32(), reader.left]).toEqual([0b1011, 1, 2, 0])
  expect(() => readLinkReply(new Uint8Array(16))).toThrow(SpiceError)
})
