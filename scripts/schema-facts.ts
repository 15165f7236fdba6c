// npx tsx scripts/schema-facts.ts [FOLDER]: reads libvirt's RELAX NG schemas as installed on this computer and writes down
// facts of theirs: which elements, attributes and values there are, and in what. No text of the schemas is kept.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { attr, child, children, parseXml, type XmlElement } from '../main/xml/tree.ts'

const FOLDER = process.argv[2] ?? '/usr/share/libvirt/schemas'
const OUT = join(import.meta.dirname, '../renderer/views/vm/xml/libvirt-facts.gen.ts')

const defines = new Map<string, XmlElement[]>()
const read = new Set<string>()

function load(file: string): void {
  if (read.has(file)) return
  read.add(file)
  takeDefines(parseXml(readFileSync(join(FOLDER, file), 'utf8')))
}

function takeDefines(of: XmlElement): void {
  for (const node of children(of)) {
    if (node.nodeName === 'include') {
      load(attr(node, 'href') ?? '')
      takeDefines(node)
    } else if (node.nodeName === 'define') {
      const name = attr(node, 'name') ?? ''
      defines.set(name, [...(defines.get(name) ?? []), node])
    }
  }
}

interface Found {
  /** By name; null: any value. */
  readonly attributes: Map<string, Set<string> | null>
  readonly children: Set<string>
  readonly values: Set<string>
  /** Anything may stand in it. */
  any: boolean
}

const found = new Map<string, Found>()

/** Everything that may stand in an element, however it is grouped. */
function visitElement(pattern: XmlElement, parent: string): void {
  const name = attr(pattern, 'name')
  if (name === null) return
  const key = parent ? `${parent}/${name}` : name
  const known = found.get(key)
  const here = known ?? { attributes: new Map(), children: new Set(), values: new Set(), any: false }
  found.set(key, here)
  const inner: XmlElement[] = []
  gather(pattern, here, inner, new Set())
  for (const element of inner) {
    const childName = attr(element, 'name')
    if (childName === null) here.any = true
    else here.children.add(childName)
  }
  for (const element of inner) {
    if (isNew(element, name)) visitElement(element, name)
  }
}

/** The same pattern below a parent of the same name says nothing new, and may stand in itself. */
const visited = new Map<XmlElement, Set<string>>()
function isNew(pattern: XmlElement, parent: string): boolean {
  const parents = visited.get(pattern) ?? new Set()
  visited.set(pattern, parents)
  const known = parents.has(parent)
  parents.add(parent)
  return !known
}

function gather(of: XmlElement, here: Found, inner: XmlElement[], open: Set<XmlElement>): void {
  for (const node of children(of)) {
    switch (node.nodeName) {
      case 'element':
        // Another namespace's (qemu:commandline) is another program's to describe.
        if (!attr(node, 'ns')) inner.push(node)
        break
      case 'attribute':
        addAttribute(node, here)
        break
      case 'value':
        here.values.add((node.textContent ?? '').trim())
        break
      case 'ref':
        for (const define of defines.get(attr(node, 'name') ?? '') ?? []) {
          if (open.has(define)) continue
          gather(define, here, inner, new Set([...open, define]))
        }
        break
      default:
        gather(node, here, inner, open)
    }
  }
}

function addAttribute(node: XmlElement, here: Found): void {
  const name = attr(node, 'name') ?? child(node, 'name')?.textContent?.trim()
  if (!name) return
  const values = new Set<string>()
  const free = { is: false }
  gatherValues(node, values, free)
  const before = here.attributes.get(name)
  if (free.is || values.size === 0 || before === null) {
    here.attributes.set(name, null)
    return
  }
  here.attributes.set(name, new Set([...(before ?? []), ...values]))
}

function gatherValues(of: XmlElement, values: Set<string>, free: { is: boolean }): void {
  for (const node of children(of)) {
    if (node.nodeName === 'value') values.add((node.textContent ?? '').trim())
    else if (node.nodeName === 'data' || node.nodeName === 'text') free.is = true
    else if (node.nodeName === 'ref')
      for (const define of defines.get(attr(node, 'name') ?? '') ?? []) gatherValues(define, values, free)
    else gatherValues(node, values, free)
  }
}

load('domain.rng')
load('domaincommon.rng')
for (const define of defines.get('domain') ?? [])
  for (const element of children(define, 'element')) visitElement(element, '')

const sorted = (values: Iterable<string>) => [...values].filter(Boolean).sort()
const facts = Object.fromEntries(
  [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, here]) => [
      key,
      {
        ...(here.attributes.size > 0 && {
          a: Object.fromEntries(
            [...here.attributes].sort().map(([name, values]) => [name, values ? sorted(values) : 0]),
          ),
        }),
        ...(here.children.size > 0 && { c: sorted(here.children) }),
        ...(here.values.size > 0 && { v: sorted(here.values) }),
        ...(here.any && { any: 1 }),
      },
    ]),
)
const version = execFileSync('virsh', ['--version'], { encoding: 'utf8' }).trim()
const lines = Object.entries(facts).map(
  ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
)
writeFileSync(
  OUT,
  `// Generated by scripts/schema-facts.ts; not written by hand. FACTS of libvirt ${version}'s domain schemas: the names of elements
// (below the element that they stand in), of their attributes, and the values that these are said to have. Nothing of the
// schemas' text. a: attributes with their values, 0 for any; c: elements in it; v: values as text; any: anything may stand in it.
import type { SchemaFacts } from '../../../ui/XmlEditor/facts.ts'

export const LIBVIRT_VERSION = '${version}'

export const LIBVIRT_FACTS: SchemaFacts = {
${lines.join('\n')}
}
`,
)
console.log(`${lines.length} elements from ${read.size} schemas of libvirt ${version}`)
