// Two edits of one text as one, line by line: whole where they are in different places, null where they are not.
import { diffLines } from './diff-lines.ts'

interface Edit {
  /** Lines of the base that it replaces, end excluded. */
  readonly from: number
  readonly to: number
  readonly lines: readonly string[]
}

export function mergeTexts(base: string, mine: string, theirs: string): string | null {
  const edits = [...editsOf(base, mine), ...editsOf(base, theirs)].sort((a, b) => a.from - b.from)
  const lines = base.split('\n')
  const merged: string[] = []
  let at = 0
  let last: Edit | null = null
  for (const edit of edits) {
    if (last && isSame(edit, last)) continue
    // Edits that touch are about the same thing more often than not.
    if (last && edit.from <= last.to) return null
    merged.push(...lines.slice(at, edit.from), ...edit.lines)
    at = edit.to
    last = edit
  }
  return [...merged, ...lines.slice(at)].join('\n')
}

function editsOf(base: string, text: string): Edit[] {
  const edits: Edit[] = []
  let at = 0
  let open: { from: number; to: number; lines: string[] } | null = null
  for (const line of diffLines(base, text)) {
    if (line.kind === 'same') {
      if (open) edits.push(open)
      open = null
      at++
      continue
    }
    open ??= { from: at, to: at, lines: [] }
    if (line.kind === 'removed') open.to = ++at
    else open.lines.push(line.text)
  }
  return open ? [...edits, open] : edits
}

function isSame(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.lines.join('\n') === b.lines.join('\n')
}
