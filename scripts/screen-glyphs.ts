// npx tsx scripts/screen-glyphs.ts: has real guests show their letters and writes down which fingerprint is
// which.
// No letter's shape is kept, only whether a shape is that letter.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Screen } from '../e2e/spice/connect.ts'
import { startGuest } from '../e2e/spice/guest.ts'
import { LETTERS, LETTERS_A_LINE, lettersBoot, makeLettersDisk, makeLettersInitrd } from '../e2e/text-mode.ts'
import { fingerprint, GLYPH_ROWS } from '../renderer/console/screen-text/cells.ts'

const OUT = join(import.meta.dirname, '../renderer/console/screen-text/glyphs.gen.ts')
const PER_LINE = 5

interface Kind {
  readonly cellWidth: number
  /** QEMU's arguments, with a file for what it starts from. */
  readonly boot: (file: string) => readonly string[]
  readonly bytes: () => Buffer
}

const KINDS: readonly Kind[] = [
  { cellWidth: 9, boot: file => ['-drive', `file=${file},format=raw,if=ide`], bytes: makeLettersDisk },
  { cellWidth: 8, boot: lettersBoot, bytes: makeLettersInitrd },
]

/** @returns the pattern of each letter */
async function show({ cellWidth, boot, bytes }: Kind): Promise<Uint8Array[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-glyphs-'))
  const file = join(folder, 'start')
  writeFileSync(file, bytes())
  const guest = await startGuest('disable-ticketing=on', { boot: boot(file) })
  try {
    for (let tries = 0; tries < 120; tries++) {
      await sleep(500)
      const screen = await guest.screen()
      // One more than there are has to be blank, and the full block to stand where it should.
      const patterns = Array.from({ length: LETTERS.length + 1 }, (_, n) => patternOf(screen, n, cellWidth))
      const block = patterns[LETTERS.indexOf('█')]
      if (block?.every(row => row === 0xff) && patterns.at(-1)?.every(row => row === 0)) return patterns
    }
    throw new Error('the guest shows no letters')
  } finally {
    await guest.stop()
    rmSync(folder, { recursive: true })
  }
}

function patternOf({ width, data }: Screen, place: number, cellWidth: number): Uint8Array {
  const left = (place % LETTERS_A_LINE) * cellWidth
  const top = Math.floor(place / LETTERS_A_LINE) * GLYPH_ROWS
  return Uint8Array.from({ length: GLYPH_ROWS }, (_, y) => {
    let row = 0
    for (let x = 0; x < 8; x++) row |= (data[((top + y) * width + left + x) * 4] ?? 0) > 0 ? 0x80 >> x : 0
    return row
  })
}

const known = new Map<number, string>()
for (const kind of KINDS) {
  const patterns = await show(kind)
  for (const [place, letter] of [...LETTERS].entries()) {
    const pattern = patterns[place] ?? new Uint8Array()
    // Of one colour is a blank, too.
    if (pattern.every(row => row === pattern[0] && (row === 0 || row === 0xff))) continue
    const hash = fingerprint(pattern)
    const other = known.get(hash)
    if (other !== undefined && other !== letter) throw new Error(`${letter} has the fingerprint of ${other}`)
    known.set(hash, letter)
  }
}
const entries = [...known].map(([hash, letter]) => `[0x${hash.toString(16)}, ${JSON.stringify(letter)}],`)
const lines = Array.from({ length: Math.ceil(entries.length / PER_LINE) }, (_, n) =>
  entries.slice(n * PER_LINE, (n + 1) * PER_LINE).join(' '),
)
writeFileSync(
  OUT,
  `// Made by scripts/screen-glyphs.ts from what a PC's firmware and Linux' console show: fingerprints of their letters.
export const GLYPHS: ReadonlyMap<number, string> = new Map([
${lines.map(line => `  ${line}`).join('\n')}
])
`,
)
console.log(`${known.size} fingerprints`)
