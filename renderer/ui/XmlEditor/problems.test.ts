// What the editor says of a text, and what it offers: by CodeMirror's own parser.
import { CompletionContext } from '@codemirror/autocomplete'
import { xmlLanguage } from '@codemirror/lang-xml'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { completeFrom } from './complete.ts'
import type { SchemaFacts } from './facts.ts'
import { findProblems } from './problems.ts'

const FACTS: SchemaFacts = {
  domain: { a: { type: ['kvm', 'qemu'] }, c: ['devices', 'metadata', 'on_crash'] },
  'domain/devices': { c: ['disk'] },
  'domain/metadata': { any: 1 },
  'domain/on_crash': { v: ['destroy', 'restart'] },
  'devices/disk': { a: { device: ['cdrom', 'disk'], type: 0 }, c: ['source', 'target'] },
  'disk/source': { a: { file: 0 } },
  'disk/target': { a: { bus: 0, dev: 0 } },
}

function problems(text: string, outer: string[] = []): string[] {
  const found = findProblems(xmlLanguage.parser.parse(text), text, FACTS, outer)
  return found.map(({ kind, name, other, from, to }) => `${kind} ${name} ${other} @${text.slice(from, to)}`)
}

test('what is well formed and known has no problem', () => {
  const text = `<?xml version='1.0'?>
<domain type='kvm' xmlns:q='urn:q'><!-- x --><metadata><any thing='at'/></metadata>
  <devices><disk type='file' device='disk'><source file="/a"/></disk></devices><q:cmd q:x='1'/></domain>`
  expect(problems(text)).toEqual([])
  expect(problems(`<disk device='cdrom'><target dev='sda'/></disk>`, ['domain', 'devices'])).toEqual([])
})

test('what is not well formed is marked where it is', () => {
  expect(problems(`<domain><devices></domain>`)).toEqual(['notClosed devices  @<devices>'])
  expect(problems(`<domain></devices></domain>`)).toEqual(['closesOther devices domain @</devices>'])
  expect(problems(`<domain><devices></devices>`)).toContain('notClosed domain  @<domain>')
  expect(problems(`<domain type='kvm' type='qemu'/>`)).toEqual(['twice type  @type'])
  expect(problems(`<!DOCTYPE domain><domain/>`)).toContain('doctype   @<!DOCTYPE domain>')
  expect(problems(`<domain type=kvm/>`).join()).toContain('unexpected')
  expect(problems(`<domain/><domain/>`).join()).not.toBe('')
})

test('what the vocabulary does not know is said as such', () => {
  expect(problems(`<domain><devices><dsk/></devices></domain>`)).toEqual(['element dsk devices @dsk'])
  expect(problems(`<domain typ='kvm'/>`)).toEqual(['attribute typ domain @typ'])
  expect(problems(`<domain type='kmv'/>`)).toEqual([`value kmv type @'kmv'`])
  expect(problems(`<network/>`)).toEqual(['element network  @network'])
})

function offered(text: string, outer: string[] = []): string[] {
  const pos = text.indexOf('|')
  const state = EditorState.create({ doc: text.replace('|', ''), extensions: xmlLanguage })
  const result = completeFrom(FACTS, outer)(new CompletionContext(state, pos, true))
  return result?.options.map(({ label }) => label) ?? []
}

test('completion: elements, attributes that are not there yet, values, by where they stand', () => {
  expect(offered(`<domain><|</domain>`)).toEqual(['devices', 'metadata', 'on_crash'])
  expect(offered(`<domain><devices><di|</devices></domain>`)).toEqual(['disk'])
  expect(offered(`<domain><devices><disk type='file' |/></devices></domain>`)).toEqual(['device'])
  expect(offered(`<domain><devices><disk device='|'/></devices></domain>`)).toEqual(['cdrom', 'disk'])
  expect(offered(`<domain><on_crash>|</on_crash></domain>`)).toEqual(['destroy', 'restart'])
  expect(offered(`<domain><devices>|</devices></domain>`)).toEqual(['<disk'])
  expect(offered(`<disk><|</disk>`, ['domain', 'devices'])).toEqual(['source', 'target'])
  expect(offered(`|`)).toEqual([])
  expect(offered(`<|`)).toEqual(['domain'])
})
