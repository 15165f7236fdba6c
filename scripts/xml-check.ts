// npm run xml-check -- FILE or FOLDER…: proves on domain XML from anywhere that nothing is lost. Reads each file, makes no edit,
// then writes every field of the hardware form back as it was read; exits 1 if a byte changed or a file cannot be read.
// What is no domain (another root element) is only read and printed again.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { editNothing } from '../main/xml/domain/no-op.ts'
import { parseDocument, printDocument } from '../main/xml/lossless.ts'

/** A folder stands for the .xml files in and below it: a command line has no room for thousands of names. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
  return names.filter(name => name.endsWith('.xml')).map(name => join(path, name))
}

const files = process.argv.slice(2).flatMap(filesOf)
if (files.length === 0) {
  console.error('usage: npm run xml-check -- FILE or FOLDER…')
  process.exit(2)
}

let [domains, others, edits] = [0, 0, 0]
const wrong: string[] = []
for (const file of files) {
  const text = readFileSync(file, 'utf8')
  try {
    const document = parseDocument(text)
    if (printDocument(document) !== text) wrong.push(`${file}: changed by no edit`)
    if (document.root.name !== 'domain') {
      others++
      continue
    }
    domains++
    for (const { change, after } of editNothing(text)) {
      edits++
      if (after !== text) wrong.push(`${file}: changed by ${JSON.stringify(change)}`)
    }
  } catch (error) {
    wrong.push(`${file}: ${error instanceof Error ? error.message : error}`)
  }
}
for (const line of wrong) console.error(line)
console.log(
  `${domains} domains with ${edits} edits of nothing, ${others} other documents, ${wrong.length} wrong`,
)
process.exit(wrong.length > 0 ? 1 : 0)
