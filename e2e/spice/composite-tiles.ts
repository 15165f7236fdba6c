// COMPOSITE by each of its rules, with masks, transforms and repeats.
import { Body, type Box, base, copy, createSurface, type Part, surfaceImage } from './draw.ts'
import type { Message } from './mock-server.ts'
import { bitmap, raw32, sample } from './pictures.ts'
import type { Tile } from './tiles.ts'

const SIDE = 40
const OWN: Box = { left: 0, top: 0, right: SIDE, bottom: SIDE }
const RULE_NAMES = [
  ...['clear', 'source', 'destination', 'over', 'over reverse', 'in', 'in reverse', 'out', 'out reverse'],
  ...['atop', 'atop reverse', 'xor', 'add'],
]
const OVER = 3
const FILTER = { nearest: 3, bilinear: 4 } as const
const REPEATS = ['none', 'normal', 'pad', 'reflect']
const ONE = 65_536

/** Colours, premultiplied with an alpha that changes from pixel to pixel. */
function translucent(width: number, height: number, seed: number): Part {
  const rows = sample(width, height, seed)
  for (let at = 0; at < rows.length; at += 4) {
    const alpha = (at * 3 + (at >> 7)) & 255
    for (let channel = 0; channel < 3; channel++)
      rows[at + channel] = Math.floor(((rows[at + channel] ?? 0) * alpha) / 255)
    rows[at + 3] = alpha
  }
  return bitmap({ format: 9, width, height, stride: width * 4, rows })
}

interface Shape {
  readonly rule?: number
  readonly source?: Part
  readonly mask?: Part
  readonly byChannel?: boolean
  /** Of the source: six numbers, as factors. */
  readonly transform?: readonly number[]
  readonly filter?: number
  readonly repeat?: number
  readonly more?: number
  readonly origin?: readonly [number, number]
}

function composite(surface: number, box: Box, shape: Shape): Message {
  const {
    rule = OVER,
    source,
    mask,
    byChannel,
    transform,
    filter = FILTER.nearest,
    repeat = 0,
    more = 0,
  } = shape
  const flags =
    rule |
    (filter << 8) |
    (repeat << 14) |
    (byChannel ? 1 << 18 : 0) |
    (mask ? 1 << 19 : 0) |
    (transform ? 1 << 20 : 0) |
    more
  const body = base(surface, box)
    .u32(flags)
    .pointer(source ?? translucent(SIDE, SIDE, 3))
  if (mask) body.pointer(mask)
  for (const factor of transform ?? []) body.i32(Math.round(factor * ONE))
  const [x, y] = shape.origin ?? [0, 0]
  return { type: 318, body: body.u16(x).u16(y).u16(0).u16(0).done() }
}

function tile(name: string, shape: Shape): Tile {
  return { name: `composite, ${name}`, draw: (surface, box) => [composite(surface, box, shape)] }
}

/** On a surface that has an alpha of its own; what comes of that is shown by laying it over the tile. */
function alphaTile(name: string, rule: number): Tile {
  const id = 200 + rule
  return {
    name: `composite on alpha, ${name}`,
    draw: (surface, box) => [
      createSurface(id, SIDE, SIDE, 96, false),
      copy(base(id, OWN), translucent(SIDE, SIDE, 11), OWN),
      composite(id, OWN, { rule }),
      composite(surface, box, { source: surfaceImage(id, SIDE, SIDE) }),
      { type: 315, body: new Body().u32(id).done() },
    ],
  }
}

export const COMPOSITE_TILES: readonly Tile[] = [
  // These two change nothing where everything is opaque.
  ...RULE_NAMES.flatMap((name, rule) =>
    name === 'destination' || name === 'over reverse' ? [] : [tile(name, { rule })],
  ),
  ...RULE_NAMES.flatMap((name, rule) => (name === 'clear' ? [] : [alphaTile(name, rule)])),
  tile('over, with a mask', { mask: translucent(SIDE, SIDE, 7) }),
  tile('over, mask by channel', { mask: translucent(SIDE, SIDE, 7), byChannel: true }),
  tile('in, mask by channel', { rule: 5, mask: translucent(SIDE, SIDE, 7), byChannel: true }),
  {
    name: 'composite, over, source a surface said to be opaque',
    draw: (surface, box) => [
      createSurface(220, SIDE, SIDE, 96, false),
      copy(base(220, OWN), translucent(SIDE, SIDE, 11), OWN),
      composite(surface, box, { source: surfaceImage(220, SIDE, SIDE), more: 1 << 22 }),
      { type: 315, body: new Body().u32(220).done() },
    ],
  },
  tile('over, from inside', { source: raw32(60, 60), origin: [7, 11] }),
  ...REPEATS.map((name, repeat) =>
    tile(`repeat ${name}`, { source: translucent(17, 13, 5), repeat, origin: [5, 3] }),
  ),
  tile('stretched', { source: raw32(20, 20), transform: [0.5, 0, 0, 0, 0.5, 0], repeat: 2 }),
  tile('turned', { source: raw32(60, 60), transform: [0.8, 0.3, 1.5, -0.3, 0.8, 12], repeat: 1 }),
  tile('turned, smooth', {
    source: raw32(60, 60),
    transform: [0.8, 0.3, 1.5, -0.3, 0.8, 12],
    repeat: 1,
    filter: FILTER.bilinear,
  }),
]
