// One tile for each operation and format: what the mock server draws, and the native client and ours are to show alike.

import { COMPOSITE_TILES } from './composite-tiles.ts'
import {
  Body,
  type Box,
  base,
  constant,
  copy,
  createSurface,
  fill,
  image,
  mask,
  type Part,
  patternBrush,
  ROP,
  solidBrush,
  surfaceImage,
  withBrush,
} from './draw.ts'
import type { Message } from './mock-server.ts'
import { bitmap, glz, lz, lz4, lzPalette, raw32, restartGlz, sample, zlibGlz } from './pictures.ts'
import { QUIC, quic } from './quic-encoder.ts'

export const TILE = 40
const COLUMNS = 8

/** Behind the tiles. */
export const BACKGROUND = 0x336699

export interface Tile {
  readonly name: string
  /** @param box of the tile, in the surface's pixels */
  draw(surface: number, box: Box): Message[]
}

/** Where the nth tile lies. */
export function tileBox(n: number): Box {
  const [left, top] = [(n % COLUMNS) * TILE, Math.floor(n / COLUMNS) * TILE]
  return { left, top, right: left + TILE, bottom: top + TILE }
}

export function pictureSize(count: number): { width: number; height: number } {
  return { width: COLUMNS * TILE, height: Math.ceil(count / COLUMNS) * TILE }
}

/** All tiles, drawn on a surface beside the screen and shown in one stroke: the native client saves the first picture. */
export function drawTiles(tiles: readonly Tile[]): Message[] {
  const { width, height } = pictureSize(tiles.length)
  const all = { left: 0, top: 0, right: width, bottom: height }
  restartGlz()
  return [
    createSurface(0, width, height, 32, true),
    createSurface(1, width, height, 32, false),
    fill(base(1, all), solidBrush(BACKGROUND)),
    ...tiles.flatMap((tile, n) => tile.draw(1, tileBox(n))),
    copy(base(0, all), surfaceImage(1, width, height), all),
    { type: 102, body: new Uint8Array(0) },
  ]
}

/** How many of the messages draw something. */
export function countDrawings(script: readonly Message[]): number {
  const others = [314, 315, 316, 317]
  return script.filter(({ type }) => type === 104 || (type >= 302 && type <= 318 && !others.includes(type)))
    .length
}

const whole = (width: number, height: number): Box => ({ left: 0, top: 0, right: width, bottom: height })
const at = (box: Box, dx: number, dy: number, width: number, height: number): Box => ({
  left: box.left + dx,
  top: box.top + dy,
  right: box.left + dx + width,
  bottom: box.top + dy + height,
})

/** The picture at an odd place of the tile, in its own size. */
export function shown(name: string, width: number, height: number, picture: () => Part): Tile {
  return {
    name,
    draw: (surface, box) => [
      copy(base(surface, at(box, 3, 1, width, height)), picture(), whole(width, height)),
    ],
  }
}

function packed(name: string, format: number, bits: number, colours: number): Tile {
  const [width, height] = [33, 31]
  const stride = Math.ceil((width * bits) / 8) + 1
  const rows = Uint8Array.from({ length: stride * height }, (_, n) => (n * 37 + (n >> 3)) & 255)
  const palette = Array.from({ length: colours }, (_, n) => (n * 0x071d2b + 0x101010) & 0xffffff)
  return shown(name, width, height, () =>
    bitmap({ format, width, height, stride, rows, ...(colours > 0 ? { palette } : {}) }),
  )
}

/** A mask in one bit a pixel: diagonal stripes. */
function stripes(width: number, height: number): Part {
  const stride = (width + 7) >> 3
  const rows = Uint8Array.from({ length: stride * height }, (_, n) => 0xf0 >>> (Math.floor(n / stride) & 3))
  return bitmap({ format: 2, width, height, stride, rows })
}

const picture = () => raw32(TILE, TILE)
const everything = whole(TILE, TILE)

function ropTile(name: string, rop: number): Tile {
  return { name, draw: (surface, box) => [copy(base(surface, box), picture(), everything, { rop })] }
}

function rop3Tile(code: number): Tile {
  return {
    name: `rop3 0x${code.toString(16)}`,
    draw: (surface, box) => [
      withBrush(309, base(surface, box), picture(), everything, solidBrush(0x0f55aa), code),
    ],
  }
}

const colours = (count: number) =>
  Array.from({ length: count }, (_, n) => (n * 0x071d2b + 0x101010) & 0xffffff)

/** First as it is, for the client to keep, then below it by its id. */
function twice(name: string, picture: (use: 'keep' | 'kept') => Part): Tile {
  const all = whole(33, 14)
  return {
    name,
    draw: (s, box) => [
      copy(base(s, at(box, 3, 2, 33, 14)), picture('keep'), all),
      copy(base(s, at(box, 3, 20, 33, 14)), picture('kept'), all),
    ],
  }
}

function keptBitmap(use: 'keep' | 'kept'): Part {
  const rows = Uint8Array.from({ length: 36 * 14 }, (_, n) => (n * 37) & 255)
  const shape = { format: 5, width: 33, height: 14, stride: 36, rows, palette: colours(256) }
  return bitmap({ ...shape, kept: { id: 77n, use } })
}

/** @param from FROM_CACHE or FROM_CACHE_LOSSLESS */
function keptPicture(use: 'keep' | 'kept', from: number): Part {
  const id = BigInt(7_000 + from)
  if (use === 'kept') return image(from, 33, 14, () => undefined, { id })
  const rows = sample(33, 14, from)
  return image(0, 33, 14, body => body.u8(8).u8(4).u32(33).u32(14).u32(132).pointer(null).bytes(rows), {
    id,
    flags: 1,
  })
}

/** Drawn on a surface of its own first, which goes away afterwards. Of 16 bits: the native client ends itself. */
function surfaceTile(format: number): Tile {
  const id = 100 + format
  const own = whole(33, 31)
  return {
    name: `surface of format ${format}`,
    draw: (s, box) => [
      createSurface(id, 33, 31, format, false),
      fill(base(id, own), solidBrush(0x123456)),
      copy(base(id, at(own, 2, 3, 29, 27)), raw32(29, 27), whole(29, 27)),
      copy(base(s, at(box, 3, 2, 33, 31)), surfaceImage(id, 33, 31), own),
      { type: 315, body: new Body().u32(id).done() },
    ],
  }
}

export const TILES: readonly Tile[] = [
  { name: 'fill', draw: (s, box) => [fill(base(s, at(box, 1, 2, 37, 35)), solidBrush(0xff8000))] },
  {
    name: 'fill, clipped to two boxes that overlap',
    draw: (s, box) => [
      fill(base(s, box, [at(box, 2, 3, 17, 19), at(box, 11, 9, 25, 25)]), solidBrush(0x40c020), ROP.xor),
    ],
  },
  { name: 'fill, XOR', draw: (s, box) => [fill(base(s, box), solidBrush(0x5a5aa5), ROP.xor)] },
  {
    name: 'fill, OR, result inverted',
    draw: (s, box) => [fill(base(s, box), solidBrush(0x5a5aa5), ROP.or | ROP.inverseResult)],
  },
  {
    name: 'fill, pattern',
    draw: (s, box) => [fill(base(s, box), patternBrush(raw32(7, 5), box.left + 3, box.top - 2))],
  },
  {
    name: 'fill, masked',
    draw: (s, box) => [fill(base(s, box), solidBrush(0xffff00), ROP.put, mask(stripes(40, 40), 0, 0))],
  },
  {
    name: 'fill, mask inverted and moved',
    draw: (s, box) => [fill(base(s, box), solidBrush(0xffff00), ROP.put, mask(stripes(48, 48), 5, 3, true))],
  },
  shown('bitmap 32', 33, 31, () => raw32(33, 31)),
  shown('bitmap 32, bottom up', 33, 31, () => raw32(33, 31, false)),
  shown('bitmap 32, long rows', 33, 31, () => raw32(33, 31, true, 12)),
  packed('bitmap 24', 7, 24, 0),
  packed('bitmap 555', 6, 16, 0),
  packed('bitmap of 8 bits', 5, 8, 256),
  packed('bitmap of 4 bits', 4, 4, 16),
  packed('bitmap of 1 bit', 2, 1, 2),
  shown('LZ, RGB32', 33, 31, () => lz(8, 33, 31)),
  shown('LZ, RGB32, bottom up', 33, 31, () => lz(8, 33, 31, false)),
  shown('LZ, RGB24', 33, 31, () => lz(7, 33, 31)),
  shown('LZ, RGB16', 33, 31, () => lz(6, 33, 31)),
  shown('LZ, RGBA', 33, 31, () => lz(9, 33, 31)),
  shown('LZ, palette of 8 bits', 33, 30, () => lzPalette(5, 33, 30, colours(256))),
  shown('LZ, palette of 4 bits', 34, 30, () => lzPalette(4, 34, 30, colours(16))),
  shown('LZ, palette of 1 bit', 32, 30, () => lzPalette(2, 32, 30, colours(2))),
  twice('palette that was kept', keptBitmap),
  twice('LZ, palette that was kept', use => lzPalette(5, 33, 14, colours(256), { id: 78n, use })),
  twice('picture that was kept', use => keptPicture(use, 103)),
  twice('picture that was kept without loss', use => keptPicture(use, 106)),
  ...[32, 96].map(surfaceTile),
  shown('GLZ', 33, 31, () => glz(33, 31, false)),
  shown('GLZ, all from the picture before', 33, 31, () => glz(33, 31, true)),
  shown('ZLIB-GLZ', 33, 31, () => zlibGlz(33, 31)),
  shown('LZ4', 33, 31, () => lz4(33, 31)),
  shown('QUIC, RGB32', 33, 31, () => quic(QUIC.rgb32, 33, 31)),
  shown('QUIC, RGB24', 33, 31, () => quic(QUIC.rgb24, 33, 31)),
  shown('QUIC, RGB16', 33, 31, () => quic(QUIC.rgb16, 33, 31)),
  shown('QUIC, RGBA', 33, 31, () => quic(QUIC.rgba, 33, 31)),
  // Gray is in quic.test.ts: at that the native client ends itself.
  {
    name: 'QUIC, the last part of a larger picture',
    draw: (s, box) => [copy(base(s, box), quic(QUIC.rgb32, 200, 90), at(whole(0, 0), 160, 50, TILE, TILE))],
  },
  {
    name: 'copy of a part',
    draw: (s, box) => [copy(base(s, at(box, 2, 2, 20, 22)), raw32(50, 50), at(whole(0, 0), 11, 13, 20, 22))],
  },
  {
    name: 'copy, clipped',
    draw: (s, box) => [
      copy(base(s, box, [at(box, 5, 5, 9, 9), at(box, 20, 1, 3, 33)]), picture(), everything),
    ],
  },
  {
    name: 'copy, masked',
    draw: (s, box) => [copy(base(s, box), picture(), everything, { mask: mask(stripes(40, 40), 0, 0) })],
  },
  ropTile('copy, XOR', ROP.xor),
  ropTile('copy, AND with the inverted source', ROP.and | ROP.inverseSource),
  ropTile('copy, OR with the inverted destination', ROP.or | ROP.inverseDestination),
  {
    name: 'blend, AND',
    draw: (s, box) => [copy(base(s, box), picture(), everything, { type: 305, rop: ROP.and })],
  },
  { name: 'copy, twice as large', draw: (s, box) => [copy(base(s, box), raw32(20, 20), whole(20, 20))] },
  { name: 'copy, a little smaller', draw: (s, box) => [copy(base(s, box), raw32(53, 47), whole(53, 47))] },
  {
    name: 'copy, twice as large, smooth',
    draw: (s, box) => [copy(base(s, box), raw32(20, 20), whole(20, 20), { nearest: false })],
  },
  {
    name: 'copy, a little smaller, smooth, from inside',
    draw: (s, box) => [copy(base(s, box), raw32(60, 60), at(whole(0, 0), 3, 5, 53, 47), { nearest: false })],
  },
  { name: 'blackness', draw: (s, box) => [constant(306, base(s, at(box, 3, 3, 30, 30)))] },
  { name: 'whiteness, masked', draw: (s, box) => [constant(307, base(s, box), mask(stripes(40, 40), 0, 0))] },
  { name: 'invers', draw: (s, box) => [constant(308, base(s, at(box, 3, 3, 30, 30)))] },
  ...[0xca, 0xb8, 0xe2, 0xac].map(rop3Tile),
  {
    name: 'opaque, OR',
    draw: (s, box) => [withBrush(303, base(s, box), picture(), everything, solidBrush(0x0f55aa), ROP.or)],
  },
  {
    name: 'transparent',
    draw: (s, box) => {
      const body = base(s, box).pointer(packedTwo()).rect(everything).u32(0x00ff00).u32(0x00ff00)
      return [{ type: 312, body: body.done() }]
    },
  },
  ...[255, 128, 77].map(alpha => ({
    name: `alpha blend, ${alpha}`,
    draw: (s: number, box: Box) => {
      const body = base(s, box).u8(0).u8(alpha).pointer(premultiplied()).rect(everything)
      return [{ type: 313, body: body.done() }]
    },
  })),
  ...[
    [3, 2],
    [-3, -2],
    [0, 5],
  ].map(([dx = 0, dy = 0]) => ({
    name: `copy bits by ${dx}, ${dy}, overlapping`,
    draw: (s: number, box: Box) => [
      copy(base(s, box), picture(), everything),
      {
        type: 104,
        body: base(s, at(box, 8, 8, 24, 24))
          .point(box.left + 8 - dx, box.top + 8 - dy)
          .done(),
      },
    ],
  })),
  ...[1, 2].map(flags => ({
    name: `text, A${flags === 1 ? 1 : 4}`,
    draw: (s: number, box: Box) => [text(s, box, flags)],
  })),
  { name: 'lines in all directions', draw: (s, box) => [star(s, box)] },
  ...COMPOSITE_TILES,
]

/** Two colours, of which one is green. */
function packedTwo(): Part {
  const rows = Uint8Array.from({ length: 5 * TILE }, (_, n) => (n * 73) & 255)
  return bitmap({ format: 2, width: TILE, height: TILE, stride: 5, rows, palette: [0x00ff00, 0xc04080] })
}

export function premultiplied(): Part {
  const rows = sample(TILE, TILE)
  for (let at = 0; at < rows.length; at += 4) {
    const alpha = (at >> 4) & 255
    for (let channel = 0; channel < 3; channel++)
      rows[at + channel] = ((rows[at + channel] ?? 0) * alpha) >> 8
    rows[at + 3] = alpha
  }
  return bitmap({ format: 9, width: TILE, height: TILE, stride: TILE * 4, rows })
}

function text(surface: number, box: Box, flags: number): Message {
  const bits = flags === 1 ? 1 : 4
  const size = 13
  const body = base(surface, box)
  body.pointer(part => {
    part.u16(2).u8(flags)
    for (const left of [3, 18]) {
      part
        .point(box.left + left, box.top + 20)
        .point(1, -9)
        .u16(size)
        .u16(size)
      part.bytes(
        Uint8Array.from({ length: Math.ceil((size * bits) / 8) * size }, (_, n) => (n * 91 + left) & 255),
      )
    }
  })
  body.rect(at(box, 2, 2, 30, 30))
  solidBrush(0xffeecc)(body)
  solidBrush(0x203040)(body)
  return { type: 311, body: body.u16(ROP.put).u16(ROP.put).done() }
}

function star(surface: number, box: Box): Message {
  const rays = Array.from({ length: 16 }, (_, n) => n * (Math.PI / 8) + 0.1)
  const fixed = (value: number) => Math.round(value * 16)
  const body = base(surface, box)
  body.pointer(path => {
    path.u32(rays.length)
    for (const ray of rays) {
      const [x, y] = [box.left + 20, box.top + 20]
      path
        .u8(1 | 2)
        .u32(2)
        .i32(fixed(x))
        .i32(fixed(y))
      path.i32(fixed(x + 17 * Math.cos(ray))).i32(fixed(y + 17 * Math.sin(ray)))
    }
  })
  body.u8(0)
  solidBrush(0xffffff)(body)
  return { type: 310, body: body.u16(ROP.put).u16(ROP.put).done() }
}
