import { expect, test } from 'vitest'
import { lineOfRefusal } from './refusal.ts'

const TEXT =
  "<domain>\n  <name>a</name>\n  <features>\n    <acpi/>\n  </features>\n  <devices>\n    <video type='odd'/>\n  </devices>\n</domain>"

test('libvirt’s words point at a line, or nowhere', () => {
  expect(lineOfRefusal('(domain_definition):4: Opening and ending tag mismatch', TEXT)).toBe(4)
  const schema =
    'Unable to validate doc against /domain.rng\nExtra element features in interleave\nElement domain failed'
  expect(lineOfRefusal(schema, TEXT)).toBe(3)
  expect(
    lineOfRefusal("unsupported configuration: Invalid value for attribute 'type' in element 'video'", TEXT),
  ).toBe(7)
  expect(lineOfRefusal('Element domain failed to validate content', TEXT)).toBe(null)
  expect(lineOfRefusal('internal error: something else', TEXT)).toBe(null)
})
