// docs/virt-manager.txt → docs/virt-manager.md: what virt-manager's users can do and what Vitrina does instead, as tables with counts.
// Run by `npm run generate`; with --check it only says whether the tables are up to date.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '..', 'docs')
const STATUSES = ['done', 'better', 'not'] as const
type Status = (typeof STATUSES)[number]

interface Row {
  readonly id: string
  readonly status: Status
  readonly text: string
}

interface Group {
  readonly title: string
  readonly rows: Row[]
}

/** Throws on a line that is none, and on an id that is there twice. */
export function readGroups(text: string): Group[] {
  const groups: Group[] = []
  const ids = new Set<string>()
  for (const line of text.split('\n').filter(one => one !== '' && !one.startsWith('#'))) {
    if (line.startsWith('= ')) {
      groups.push({ title: line.slice(2), rows: [] })
      continue
    }
    const [, id, status, what] = /^([A-Z]+-\d\d) \| (done|better|not) \| (.+)$/.exec(line) ?? []
    const group = groups.at(-1)
    if (!id || !what || !group || ids.has(id))
      throw new Error(`not a row, or one that is there twice: ${line}`)
    ids.add(id)
    group.rows.push({ id, status: status as Status, text: what })
  }
  return groups
}

export function writeTables(groups: readonly Group[]): string {
  const count = (rows: readonly Row[], status: Status) => rows.filter(row => row.status === status).length
  const all = groups.flatMap(({ rows }) => rows)
  const sums = (rows: readonly Row[]) => STATUSES.map(status => count(rows, status)).join(' | ')
  return `${[
    '# Beside virt-manager',
    '',
    'What users of virt-manager 5.1 and its tools can do with a machine, row by row, and what Vitrina does: the same (done), more or',
    'with less trouble (better), or not yet. What has no form can be written by hand in the XML tab, and stays as it was written.',
    'Made by `npm run generate` of virt-manager.txt.',
    '',
    '| | done | better | not |',
    '|---|---|---|---|',
    ...groups.map(({ title, rows }) => `| ${title} | ${sums(rows)} |`),
    `| **All ${all.length}** | ${sums(all)} |`,
    ...groups.flatMap(({ title, rows }) => [
      '',
      `## ${title}`,
      '',
      '| | | |',
      '|---|---|---|',
      ...rows.map(({ id, status, text }) => `| ${id} | ${status} | ${text} |`),
    ]),
  ].join('\n')}\n`
}

if (process.argv[1]?.endsWith('virt-manager-table.ts')) {
  const made = writeTables(readGroups(readFileSync(join(FOLDER, 'virt-manager.txt'), 'utf8')))
  const path = join(FOLDER, 'virt-manager.md')
  if (!process.argv.includes('--check')) writeFileSync(path, made)
  else if (readFileSync(path, 'utf8') !== made) {
    console.error('docs/virt-manager.md is not what docs/virt-manager.txt says: npm run generate')
    process.exit(1)
  }
}
