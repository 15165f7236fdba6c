import { expect, test } from 'vitest'
import { writeLabels } from './labels.ts'
import { readDomain } from './read.ts'

const domain = (metadata: string) => `<domain><name>a</name><metadata>${metadata}</metadata></domain>`
const URI = 'https://vitrina.github.io/xmlns/machine/1'

test('tags and icon are read under any prefix; what makes no sense is left out', () => {
  const { tags, icon } = readDomain(
    domain(`<o:other xmlns:o='urn:o'><o:tag>no</o:tag></o:other>
      <x:machine xmlns:x='${URI}' icon='server'><x:tag> web </x:tag><x:tag>a,b</x:tag><x:tag>&lt;b&gt;</x:tag></x:machine>`),
  )
  expect(tags).toEqual(['web', '<b>'])
  expect(icon).toBe('server')
  expect(readDomain(domain(`<machine xmlns='${URI}' icon='../etc'/>`))).toMatchObject({
    tags: [],
    icon: null,
  })
  expect(readDomain(domain(`<machine xmlns='urn:another' icon='server'/>`)).icon).toBe(null)
})

test('what is written is what libvirt takes: no prefix, nothing for nothing', () => {
  expect(writeLabels({ tags: ['<b>', 'web'], icon: 'web' })).toBe(
    `<machine icon='web'>\n  <tag>&lt;b&gt;</tag>\n  <tag>web</tag>\n</machine>`,
  )
  expect(writeLabels({ tags: [], icon: null })).toBe(null)
})
