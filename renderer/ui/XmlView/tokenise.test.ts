import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokenise } from './tokenise.ts'

const pieces = (xml: string) => tokenise(xml).map(({ kind, text }) => `${kind}:${text}`)

test('tells tags, attributes, values, text and comments apart', () => {
  expect(pieces(`<disk type='file'><!-- a < b --><source file="/a>b.qcow2"/>4</disk>`)).toEqual([
    'mark:<',
    'tag:disk',
    'mark: ',
    'attribute:type',
    'mark:=',
    `value:'file'`,
    'mark:>',
    'comment:<!-- a < b -->',
    'mark:<',
    'tag:source',
    'mark: ',
    'attribute:file',
    'mark:=',
    'value:"/a>b.qcow2"',
    'mark:/>',
    'text:4',
    'mark:</',
    'tag:disk',
    'mark:>',
  ])
})

test('keeps names with prefixes, declarations and data', () => {
  expect(pieces('<?xml version="1.0"?><qemu:arg/>')).toEqual([
    'declaration:<?xml version="1.0"?>',
    'mark:<',
    'tag:qemu:arg',
    'mark:/>',
  ])
  expect(pieces('<![CDATA[<a>]]>')).toEqual(['text:<![CDATA[<a>]]>'])
})

const broken = fc.string({ unit: fc.constantFrom(...`<>/="'!-[]? abc\n\u00e9&;`), maxLength: 60 })

test('loses no character, however broken the text', () => {
  fc.assert(
    fc.property(broken, xml => {
      expect(
        tokenise(xml)
          .map(token => token.text)
          .join(''),
      ).toBe(xml)
    }),
    { numRuns: 2000 },
  )
})

test('takes a long text with quotes left open in its stride', () => {
  const started = performance.now()
  tokenise(`<a ${`b="c' `.repeat(20_000)}`)
  expect(performance.now() - started).toBeLessThan(1000)
})
