// New XML from plain descriptions: what we build from nothing is written, not edited. Every text is escaped
// here and only here; characters that XML cannot hold are refused.
import { XmlError } from './tree.ts'

export interface XmlSpec {
  readonly name: string
  readonly attrs: Readonly<Record<string, string | number | undefined>>
  readonly content: readonly XmlSpec[] | string
}

type Content = readonly (XmlSpec | null | undefined | false)[] | string | number

/** An element; attributes that are undefined and children that are null or false are left out. */
export function el(name: string, attrs: XmlSpec['attrs'] = {}, content: Content = []): XmlSpec {
  if (typeof content !== 'object') return { name, attrs, content: String(content) }
  return { name, attrs, content: content.filter(c => c !== null && c !== undefined && c !== false) }
}

/** The text of it, two spaces a level, as libvirt prints. */
export function writeXml(spec: XmlSpec, indent = ''): string {
  const attrs = Object.entries(spec.attrs)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}='${escapeText(String(value))}'`)
    .join('')
  const open = `${indent}<${spec.name}${attrs}`
  if (typeof spec.content === 'string') return `${open}>${escapeText(spec.content)}</${spec.name}>\n`
  if (spec.content.length === 0) return `${open}/>\n`
  return `${open}>\n${spec.content.map(c => writeXml(c, `${indent}  `)).join('')}${indent}</${spec.name}>\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
}

/** For text and for attributes in either quote. Throws XmlError on what XML 1.0 cannot hold. */
export function escapeText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(value))
    throw new XmlError('a character that XML cannot hold')
  return value.replace(/[&<>'"]/g, c => ESCAPES[c] ?? c)
}
