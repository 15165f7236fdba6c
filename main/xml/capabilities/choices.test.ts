// What hosts say that this one is not: processors that encrypt memory (elements as libvirt's formatdomaincaps page has them).
import { expect, test } from 'vitest'
import { ACCESS } from '../domain/fields.ts'
import { parseDocument, printDocument } from '../lossless.ts'
import { readChoices } from './choices.ts'

function protections(features: string): readonly string[] | undefined {
  const xml = `<domainCapabilities><features>${features}</features></domainCapabilities>`
  return readChoices(xml).values['machine.launchSecurity']
}

test('only what the host has can be chosen, in older words and newer', () => {
  expect(protections(`<sev supported='no'/><sgx supported='no'/>`)).toEqual([])
  expect(protections(`<sev supported='yes'><cbitpos>47</cbitpos></sev>`)).toEqual(['sev'])
  expect(protections(`<s390-pv supported='yes'/>`)).toEqual(['s390-pv'])
  const newer = `<sev supported='yes'/><launchSecurity supported='yes'><enum name='sectype'><value>sev</value>
    <value>sev-snp</value></enum></launchSecurity>`
  expect(protections(newer)).toEqual(['sev', 'sev-snp'])
})

test('what belongs to one kind of protection does not stay for another', () => {
  const document = parseDocument(
    `<domain>\n  <launchSecurity type='sev'>\n    <policy>0x0001</policy>\n    <session>AAAA</session>\n  </launchSecurity>\n</domain>`,
  )
  const access = ACCESS['machine.launchSecurity']
  const before = printDocument(document)
  access?.write(document.root, 'sev')
  expect(printDocument(document)).toBe(before)
  access?.write(document.root, 'sev-snp')
  expect(printDocument(document).replace(/>\s+</g, '><')).toBe(
    `<domain><launchSecurity type='sev-snp'><policy>0x00030000</policy></launchSecurity></domain>`,
  )
  access?.write(document.root, null)
  expect(printDocument(document)).not.toContain('launchSecurity')
})
