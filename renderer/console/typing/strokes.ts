// A text as the keys that type it, all of it or nothing: a command that is typed half is worse than none.
import { type Layout, MARKS } from './layouts.ts'

/** Keys pressed together and let go. */
export interface Stroke {
  readonly codes: readonly string[]
  /** The sign that they make, for displays that go by signs; none for a dead key. */
  readonly sign: string | null
}

export interface Strokes {
  readonly strokes: readonly Stroke[]
  /** Each once, in the order of the text. Not empty: nothing is to be typed. */
  readonly untypable: readonly string[]
}

/** These stand alone as well; the others alone come out differently on Linux and Windows. */
const ALONE: Readonly<Record<string, string>> = { '`': '\u0300', '^': '\u0302', '~': '\u0303' }

/** Line ends of any kind are Enter. Accents may be written in one character or two. */
export function strokesOf(text: string, layout: Layout): Strokes {
  const strokes: Stroke[] = []
  const untypable = new Set<string>()
  for (const sign of text.replace(/\r\n?/g, '\n').normalize('NFC')) {
    const typed = typeSign(sign, layout)
    if (typed) strokes.push(...typed)
    else untypable.add(sign)
  }
  return { strokes, untypable: [...untypable] }
}

function typeSign(sign: string, layout: Layout): readonly Stroke[] | null {
  const codes = layout.get(sign)
  // A mark that nothing carries is no key.
  if (codes) return MARKS.includes(sign) ? null : [{ codes, sign }]
  const mark = ALONE[sign]
  const [base, accent, ...more] = mark ? [' ', mark] : sign.normalize('NFD')
  const dead = accent === undefined ? undefined : layout.get(accent)
  const carrier = base === undefined ? undefined : layout.get(base)
  if (!dead || !carrier || more.length > 0 || !MARKS.includes(accent ?? '')) return null
  return [
    { codes: dead, sign: null },
    { codes: carrier, sign: base ?? null },
  ]
}
