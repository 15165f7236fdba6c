// What a VNC server says, message by message, and the same with one number of it bent: each length, count, size and
// place in each message, to what hurts most.

export const SCREEN = { width: 64, height: 48 } as const

/** A message, with where its numbers stand. */
interface Part {
  readonly name: string
  readonly bytes: Buffer
  readonly numbers: readonly { readonly at: number; readonly size: 1 | 2 | 4 }[]
}

type Field = readonly [size: 1 | 2 | 4, value: number] | Buffer

/** Numbers are bent, buffers are not. */
function part(name: string, ...fields: readonly Field[]): Part {
  const numbers: Part['numbers'][number][] = []
  const pieces: Buffer[] = []
  let at = 0
  for (const field of fields) {
    const piece = Buffer.isBuffer(field) ? field : writeNumber(field[0], field[1])
    if (!Buffer.isBuffer(field)) numbers.push({ at, size: field[0] })
    pieces.push(piece)
    at += piece.length
  }
  return { name, bytes: Buffer.concat(pieces), numbers }
}

function writeNumber(size: 1 | 2 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(size)
  if (size === 4) bytes.writeInt32BE(value | 0)
  else bytes.writeUIntBE(value, 0, size)
  return bytes
}

/** Red, green and blue in bytes of a little-endian word, as noVNC asks for. */
const PIXEL_FORMAT = Buffer.from('20180001 00ff 00ff 00ff 00 08 10 000000'.replaceAll(' ', ''), 'hex')
const pixels = (count: number) => Buffer.alloc(count * 4, 0x5a)

const update = (name: string, ...rectangle: readonly Field[]) =>
  part(name, [1, 0], Buffer.alloc(1), [2, 1], ...rectangle)
const rectangle = (encoding: number, x = 8, y = 8, width = 16, height = 16): Field[] => [
  [2, x],
  [2, y],
  [2, width],
  [2, height],
  [4, encoding],
]

const TIGHT = 7
export const INIT = part(
  'init',
  [2, SCREEN.width],
  [2, SCREEN.height],
  PIXEL_FORMAT,
  [4, 4],
  Buffer.from('test'),
)

/** Everything that the window's client may be told, each once. */
export const PARTS: readonly Part[] = [
  update('raw', ...rectangle(0, 0, 0, SCREEN.width, SCREEN.height), pixels(SCREEN.width * SCREEN.height)),
  update('copyRect', ...rectangle(1), [2, 0], [2, 0]),
  update('hextile raw', ...rectangle(5), [1, 1], pixels(256)),
  update(
    'hextile',
    ...rectangle(5),
    [1, 2 | 4 | 8],
    pixels(2),
    [1, 2],
    Buffer.from([0x11, 0x22, 0x33, 0x44]),
  ),
  update(
    'hextile coloured',
    ...rectangle(5),
    [1, 2 | 8 | 16],
    pixels(1),
    [1, 1],
    pixels(1),
    Buffer.from([0x11, 0x22]),
  ),
  update('tight fill', ...rectangle(TIGHT), [1, 0x80], Buffer.from([1, 2, 3])),
  update('tight few', ...rectangle(TIGHT, 0, 0, 2, 1), [1, 0x00], Buffer.alloc(6, 9)),
  update('tight packed', ...rectangle(TIGHT), [1, 0x00], [1, 0x10], Buffer.alloc(16, 7)),
  update(
    'tight palette',
    ...rectangle(TIGHT, 0, 0, 8, 1),
    [1, 0x40],
    [1, 1],
    [1, 1],
    Buffer.alloc(6, 3),
    Buffer.alloc(1),
  ),
  update('pointer', ...rectangle(-239, 0, 0, 8, 8), pixels(64), Buffer.alloc(8, 0xff)),
  update('size', ...rectangle(-223, 0, 0, SCREEN.width, SCREEN.height)),
  update(
    'screens',
    ...rectangle(-308, 0, 0, SCREEN.width, SCREEN.height),
    [1, 1],
    Buffer.alloc(3),
    Buffer.alloc(16),
  ),
  update('name', ...rectangle(-307, 0, 0, 0, 0), [4, 3], Buffer.from('new')),
  update('keys', ...rectangle(-258, 0, 0, 0, 0)),
  update('lights', ...rectangle(-261, 0, 0, 0, 0), [1, 1]),
  part('last', [1, 0], Buffer.alloc(1), [2, 0xffff], ...rectangle(-224, 0, 0, 0, 0)),
  part('bell', [1, 2]),
  part('text', [1, 3], Buffer.alloc(3), [4, 5], Buffer.from('hello')),
]

/** All of it as it should be. */
export const GOOD = Buffer.concat([INIT, ...PARTS].map(({ bytes }) => bytes))

const EXTREMES: Readonly<Record<1 | 2 | 4, readonly number[]>> = {
  1: [0, 1, 0x7f, 0x80, 0xff],
  2: [0, 1, 63, 65, 0x7fff, 0x8000, 0xffff],
  4: [0, 1, -1, 16, 21, 50, 250, 0x7fffffff, -0x80000000, 0x10000, 0x3f3e5945 /* the extended clipboard */],
}

export interface Case {
  readonly name: string
  readonly bytes: Buffer
}

/** One number bent in one message, with the good ones before and behind it. */
export function* bentSessions(): Generator<Case> {
  const all = [INIT, ...PARTS]
  for (const [n, { name, bytes, numbers }] of all.entries())
    for (const { at, size } of numbers)
      for (const value of EXTREMES[size]) {
        const bent = Buffer.from(bytes)
        writeNumber(size, value).copy(bent, at)
        if (bent.equals(bytes)) continue
        const before = all.slice(0, n).map(part => part.bytes)
        const after = all.slice(n + 1).map(part => part.bytes)
        yield {
          name: `${name}: ${size} bytes at ${at} are ${value}`,
          bytes: Buffer.concat([...before, bent, ...after]),
        }
      }
}

/** Much in few bytes. */
export function floods(): Case[] {
  const many = (bytes: Buffer, count: number) =>
    Buffer.concat([INIT.bytes, ...Array.from({ length: count }, () => bytes)])
  const whole = (encoding: number, ...rest: Buffer[]) =>
    update('flood', ...rectangle(encoding, 0, 0, SCREEN.width, SCREEN.height), ...rest).bytes
  return [
    { name: 'copies', bytes: many(whole(1, Buffer.alloc(4)), 50_000) },
    { name: 'fills', bytes: many(whole(TIGHT, Buffer.from([0x80, 1, 2, 3])), 50_000) },
    { name: 'sizes', bytes: many(update('size', ...rectangle(-223, 0, 0, 6_000, 6_000)).bytes, 20_000) },
    { name: 'bells', bytes: many(Buffer.from([2]), 200_000) },
  ]
}
