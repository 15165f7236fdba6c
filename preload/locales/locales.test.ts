// Both languages say the same things, with the same values in them, and every key in the code exists.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RESOURCES } from './i18n.ts'

type Words = Readonly<Record<string, unknown>>

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + key, value)
    else for (const [inner, text] of flatten(value as Words, `${prefix}${key}.`)) flat.set(inner, text)
  }
  return flat
}

const en = flatten(RESOURCES.en.translation)
const es = flatten(RESOURCES.es.translation)
/** Spanish has a plural form that English lacks. */
const keysOf = (words: Map<string, string>) => [...words.keys()].filter(key => !key.endsWith('_many')).sort()
const valuesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1]).sort()

test('the same keys in both languages', () => {
  expect(keysOf(es)).toEqual(keysOf(en))
})

test('the same values in each text', () => {
  for (const [key, text] of en) expect(valuesIn(es.get(key) ?? ''), key).toEqual(valuesIn(text))
})

test('Spanish on a button is at most 1.6 times as long as English, a few letters aside', () => {
  for (const [key, text] of en) {
    if (key.startsWith('action.'))
      expect((es.get(key) ?? '').length, key).toBeLessThanOrEqual(text.length * 1.6 + 5)
  }
})

test('no exclamation marks, no “please”, no “domain”', () => {
  for (const [key, text] of [...en, ...es])
    expect(text, key).not.toMatch(/[!¡]|\bplease\b|\bpor favor\b|\bdomains?\b|\bdominios?\b/i)
})

test('every key that the code names is there', () => {
  const root = join(import.meta.dirname, '../..')
  const missing: string[] = []
  for (const folder of ['main', 'renderer', 'preload']) {
    for (const name of readdirSync(join(root, folder), { recursive: true }) as string[]) {
      if (!/\.tsx?$/.test(name) || /\.(test|gen)\.tsx?$/.test(name)) continue
      const source = readFileSync(join(root, folder, name), 'utf8')
      for (const [, key = ''] of source.matchAll(/\bt\('([\w.-]+)'/g)) {
        if (!en.has(key) && !en.has(`${key}_other`)) missing.push(`${folder}/${name}: ${key}`)
      }
      for (const [, code = ''] of source.matchAll(/new AppFailure\('([\w.]+)'/g)) {
        if (!en.has(`error.${code}`)) missing.push(`${folder}/${name}: error.${code}`)
      }
    }
  }
  expect(missing).toEqual([])
})
