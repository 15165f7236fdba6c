import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { insertElement, removeElement, setAttribute, setContent } from './edit.ts'
import {
  attribute,
  content,
  type ElementNode,
  element,
  elements,
  parseDocument,
  printDocument,
  printNode,
} from './lossless.ts'
import { el } from './write.ts'

/** A few words of each kind of document; between them goes anything that XML can hold. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  domain: ['name', 'memory', 'os', 'devices', 'disk', 'qemu:commandline', 'metadata', 'seclabel'],
  network: ['name', 'forward', 'bridge', 'ip', 'dhcp', 'range', 'dnsmasq:options'],
  pool: ['name', 'source', 'target', 'path', 'permissions', 'rbd:config_opts'],
  volume: ['name', 'capacity', 'target', 'format', 'backingStore', 'encryption'],
  domainsnapshot: ['name', 'memory', 'disks', 'disk', 'domain', 'cookie'],
}
const NAMESPACES = " xmlns:qemu='q' xmlns:dnsmasq=\"d\" xmlns:rbd = 'r'"

const space = fc.constantFrom('', ' ', '\n  ', '\t', '\r\n\r\n    ')
const words = fc.string({ maxLength: 8, unit: fc.constantFrom(...'aZ9 .ñ→\'"') })
const misc = fc.oneof(
  space,
  words,
  fc.constantFrom('&amp;', '&#x41;', '&lt;', '&#10;'),
  words.map(text => `<!--${text}-->`),
  words.map(text => `<![CDATA[<${text}>&]]>`),
  words.map(text => `<?note ${text}?>`),
)
const value = fc.oneof(
  words.map(text => `'${text.replaceAll("'", '&apos;')}'`),
  words.map(text => `"${text.replaceAll('"', '&quot;')}"`),
)
const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom('type', 'dev', 'file', 'x-unknown'), value), {
    selector: ([name]) => name,
    maxLength: 3,
  })
  .chain(pairs =>
    fc
      .array(fc.constantFrom(' ', '\n     ', '  '), { minLength: pairs.length, maxLength: pairs.length })
      .map(leads => pairs.map(([name, text], at) => `${leads[at]}${name}=${text}`).join('')),
  )

function documentOf(kind: string): fc.Arbitrary<string> {
  const names = fc.constantFrom(...(KINDS[kind] ?? []), 'unknown', 'vendor-ext')
  const { inner } = fc.letrec<{ inner: string; one: string }>(tie => ({
    one: fc
      .tuple(names, attributes, space, fc.option(tie('inner'), { depthSize: 'small' }))
      .map(([name, attrs, tail, body]) =>
        body === null ? `<${name}${attrs}${tail}/>` : `<${name}${attrs}${tail}>${body}</${name}${tail}>`,
      ),
    inner: fc
      .array(fc.oneof({ depthSize: 'small' }, misc, tie('one')), { maxLength: 6 })
      .map(parts => parts.join('')),
  }))
  const head = fc.constantFrom('', "<?xml version='1.0'?>\n", '<!-- written by a tool -->\n', '\n')
  return fc
    .tuple(head, attributes, inner, space)
    .map(([before, attrs, body, end]) => `${before}<${kind}${NAMESPACES}${attrs}>${body}</${kind}>${end}`)
}

function everyElement(of: ElementNode): ElementNode[] {
  return [of, ...elements(of).flatMap(everyElement)]
}

/** The text before and after an element, by printing the document without it. */
function around(text: string, at: number): [before: string, after: string] {
  const document = parseDocument(text)
  const found = everyElement(document.root)[at]
  if (!found) throw new Error('no such element')
  const mark = '\u0000'
  if (found === document.root) return [document.before, document.after]
  const siblings = found.parent?.nodes ?? []
  siblings.splice(siblings.indexOf(found), 1, { kind: 'text', source: mark })
  const [before = '', after = ''] = printDocument(document).split(mark)
  return [before, after]
}

describe.each(Object.keys(KINDS))('%s', kind => {
  test('printing what was parsed gives the same bytes', () => {
    fc.assert(
      fc.property(documentOf(kind), text => {
        expect(printDocument(parseDocument(text))).toBe(text)
      }),
    )
  })

  test('an edit of one element leaves every byte before and after it', () => {
    fc.assert(
      fc.property(documentOf(kind), fc.nat(), words, fc.nat(2), (text, seed, value, what) => {
        const document = parseDocument(text)
        const all = everyElement(document.root)
        const at = seed % all.length
        const target = all[at]
        if (!target) throw new Error('no element')
        const [before, after] = around(text, at)
        const inside = target.nodes.map(printNode).join('')
        if (what === 0) setAttribute(target, 'dev', value)
        else if (what === 1) setContent(target, value.trim())
        else insertElement(target, el('added', { by: value }))
        const edited = printDocument(document)
        expect(edited.startsWith(before) && edited.endsWith(after)).toBe(true)
        const again = everyElement(parseDocument(edited).root)[at]
        if (!again) throw new Error('the element is gone')
        if (what === 0) {
          expect(attribute(again, 'dev')).toBe(value)
          expect(again.nodes.map(printNode).join('')).toBe(inside)
        } else if (what === 1) expect((content(again) ?? '').trim()).toBe(value.trim())
        else expect(elements(again, 'added').map(e => attribute(e, 'by'))).toContain(value)
      }),
    )
  })

  test('setting what is already so changes nothing', () => {
    fc.assert(
      fc.property(documentOf(kind), text => {
        const document = parseDocument(text)
        for (const each of everyElement(document.root)) {
          for (const { name } of each.attributes) setAttribute(each, name, attribute(each, name))
          setAttribute(each, 'absent', null)
          if (elements(each).length === 0) setContent(each, (content(each) ?? '').trim())
        }
        expect(printDocument(document)).toBe(text)
      }),
    )
  })

  test('what was inserted and taken out again leaves the text as it was', () => {
    fc.assert(
      fc.property(documentOf(kind), text => {
        const document = parseDocument(text)
        const parent = document.root
        if (elements(parent).length === 0) return
        removeElement(insertElement(parent, el('added', {}, [el('inner')])))
        expect(printDocument(document)).toBe(text)
      }),
    )
  })
})

test('a new element is indented like its neighbours', () => {
  const document = parseDocument(`<pool>\n    <name>a</name>\n    <target/>\n</pool>`)
  const target = element(document.root, 'target')
  if (!target) throw new Error('no target')
  insertElement(target, el('path', {}, '/x'))
  insertElement(document.root, el('uuid', {}, 'u'), ['name'])
  expect(printDocument(document)).toBe(
    `<pool>\n    <name>a</name>\n    <uuid>u</uuid>\n    <target>\n      <path>/x</path>\n    </target>\n</pool>`,
  )
})

test('references, CDATA and white space in attributes are read as XML says', () => {
  const { root } = parseDocument(`<a b='1&#x41;&quot;\n2'>x&lt;<![CDATA[<&amp;]]><!--no-->y</a>`)
  expect(attribute(root, 'b')).toBe('1A" 2')
  expect(content(root)).toBe('x<<&amp;y')
})

test.each(['<!DOCTYPE a><a/>', '<a><b></a>', '<a/><b/>', '', '<a b=1/>', "<a b='1' b='2'/>"])(
  '%j is refused',
  text => {
    expect(() => parseDocument(text)).toThrow()
  },
)
