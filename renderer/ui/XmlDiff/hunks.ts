// A diff without what nobody needs to read: changes with a few lines around them, and how many lines lie between.
import type { DiffLine } from './diff-lines.ts'

export type Hunk =
  | { readonly kind: 'lines'; readonly lines: readonly DiffLine[] }
  | { readonly kind: 'unchanged'; readonly count: number }

export function hunksOf(lines: readonly DiffLine[], context: number): readonly Hunk[] {
  const shown = lines.map(() => false)
  lines.forEach((line, at) => {
    if (line.kind !== 'same') shown.fill(true, Math.max(0, at - context), at + context + 1)
  })
  const hunks: Hunk[] = []
  let from = 0
  while (from < lines.length) {
    let to = from
    while (to < lines.length && shown[to] === shown[from]) to++
    // One line is no longer than the words that would stand for it.
    if (shown[from] || to - from === 1) append(hunks, lines.slice(from, to))
    else hunks.push({ kind: 'unchanged', count: to - from })
    from = to
  }
  return hunks
}

function append(hunks: Hunk[], lines: readonly DiffLine[]): void {
  const last = hunks.at(-1)
  if (last?.kind === 'lines') hunks.splice(-1, 1, { kind: 'lines', lines: [...last.lines, ...lines] })
  else hunks.push({ kind: 'lines', lines })
}
