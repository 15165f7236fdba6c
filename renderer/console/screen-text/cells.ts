// Reads a guest's text screen as text: the picture is cut into the cells of a text screen, and each cell's pattern looked
// up among the fingerprints of the letters that PC firmware brings (glyphs.gen.ts). Linux' own console draws the same
// letters on a graphics screen. What is not known is not guessed.
import { GLYPHS } from './glyphs.gen.ts'

export const GLYPH_ROWS = 16
const GLYPH_COLUMNS = 8
/** On a real text screen there is a column of pixels between letters; on a console that is drawn there is none. */
const CELL_WIDTHS = [9, 8] as const
/** Of what is not blank so much has to be known, or it is no text, or text in letters that we do not know. */
const LEAST_KNOWN = 0.75

/** R G B A, row by row. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray<ArrayBuffer>
}

export interface Cells {
  readonly columns: number
  readonly rows: number
  /** Row by row; null: something that is not known. */
  readonly signs: readonly (string | null)[]
}

export type Reading =
  | { readonly kind: 'text'; readonly lines: readonly string[]; readonly unknown: number }
  /** Nothing is on it. */
  | { readonly kind: 'empty' }
  /** A picture, or other letters. */
  | { readonly kind: 'picture' }

/** Stands for what is not known (Unicode's replacement character). */
const UNKNOWN = '\uFFFD'

/** In the cells of which more is known. */
export function readCells({ width, height, data }: Pixels): Cells {
  const colours = new Uint32Array(data.buffer, data.byteOffset, width * height)
  const [wide, narrow] = CELL_WIDTHS.map(cellWidth => cut(colours, width, height, cellWidth)) as [
    Cells,
    Cells,
  ]
  return shareKnown(wide) > shareKnown(narrow) ? wide : narrow
}

/** What one of two looks at the same screen knew: a text cursor hides what it stands on, half of the time. */
export function merge(before: Cells, now: Cells): Cells {
  if (before.columns !== now.columns || before.rows !== now.rows) return now
  return { ...now, signs: now.signs.map((sign, at) => sign ?? before.signs[at] ?? null) }
}

export const countUnknown = ({ signs }: Cells): number => signs.filter(sign => sign === null).length

export function toReading(cells: Cells): Reading {
  const { columns, rows, signs } = cells
  if (signs.every(sign => sign === ' ')) return { kind: 'empty' }
  if (shareKnown(cells) < LEAST_KNOWN) return { kind: 'picture' }
  const lines = Array.from({ length: rows }, (_, row) =>
    signs
      .slice(row * columns, (row + 1) * columns)
      .map(sign => sign ?? UNKNOWN)
      .join('')
      .trimEnd(),
  )
  return { kind: 'text', lines, unknown: countUnknown(cells) }
}

/** FNV-1a over the rows of a letter, of which the highest bit is the leftmost pixel. */
export function fingerprint(rows: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const row of rows) hash = Math.imul(hash ^ row, 0x01000193)
  return hash >>> 0
}

/** Of what is not blank. */
function shareKnown({ signs }: Cells): number {
  const inked = signs.filter(sign => sign !== ' ')
  return inked.filter(sign => sign !== null).length / Math.max(1, inked.length)
}

function cut(colours: Uint32Array, width: number, height: number, cellWidth: number): Cells {
  const columns = Math.floor(width / cellWidth)
  const rows = Math.floor(height / GLYPH_ROWS)
  const places = Array.from({ length: columns * rows }, (_, n) => {
    const top = Math.floor(n / columns) * GLYPH_ROWS
    return top * width + (n % columns) * cellWidth
  })
  const paper = commonest(places.map(place => colours[place] ?? 0))
  return { columns, rows, signs: places.map(place => readCell(colours, width, place, paper)) }
}

/** One of two that are each other's inverse is what has the screen's paper behind it. */
function readCell(colours: Uint32Array, width: number, place: number, paper: number): string | null {
  const first = colours[place] ?? 0
  let second: number | null = null
  const pattern = new Uint8Array(GLYPH_ROWS)
  for (let y = 0; y < GLYPH_ROWS; y++)
    for (let x = 0; x < GLYPH_COLUMNS; x++) {
      const colour = colours[place + y * width + x] ?? 0
      if (colour === first) continue
      second ??= colour
      if (colour !== second) return null
      pattern[y] = (pattern[y] ?? 0) | (0x80 >> x)
    }
  if (second === null) return ' '
  const onFirst = GLYPHS.get(fingerprint(pattern)) ?? null
  const onSecond = GLYPHS.get(fingerprint(pattern.map(row => ~row))) ?? null
  return second === paper ? (onSecond ?? onFirst) : (onFirst ?? onSecond)
}

function commonest(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let [most, best] = [0, 0]
  for (const [value, count] of counts) if (count > most) [most, best] = [count, value]
  return best
}
