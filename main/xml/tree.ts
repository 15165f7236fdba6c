// XML text ↔ tree. The one place that knows the parser: children are asked for by name, one level at a time
// (a recursive search would find the <source> of somebody else's <mirror>). No DOCTYPE is ever accepted.
import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom'

export type XmlElement = Element

export class XmlError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'XmlError'
  }
}

/** The root element of a document. Throws XmlError on anything that is not one well-formed document. */
export function parseXml(text: string): XmlElement {
  let document: ReturnType<DOMParser['parseFromString']>
  try {
    document = new DOMParser({ onError: onWarningStopParsing }).parseFromString(text, 'text/xml')
  } catch (error) {
    throw new XmlError(error instanceof Error ? error.message : String(error))
  }
  if (document.doctype) throw new XmlError('a document type declaration is not accepted')
  if (!document.documentElement) throw new XmlError('no root element')
  return document.documentElement
}

/** Child elements in document order; all of them, or those of one name. */
export function children(of: XmlElement | null | undefined, name?: string): XmlElement[] {
  const found: XmlElement[] = []
  for (let node = of?.firstChild ?? null; node; node = node.nextSibling) {
    if (node.nodeType === 1 && (name === undefined || node.nodeName === name)) found.push(node as XmlElement)
  }
  return found
}

/** The first child of a name at the end of a path: `child(domain, 'os', 'type')`. */
export function child(of: XmlElement | null | undefined, ...path: string[]): XmlElement | null {
  let at = of ?? null
  for (const name of path) at = children(at, name)[0] ?? null
  return at
}

export function attr(of: XmlElement | null | undefined, name: string): string | null {
  return of?.hasAttribute(name) ? of.getAttribute(name) : null
}

/** The text of the element at a path, white space trimmed; null where there is none. */
export function text(of: XmlElement | null | undefined, ...path: string[]): string | null {
  const found = child(of, ...path)
  return found ? (found.textContent ?? '').trim() : null
}

/** A size with libvirt's unit attribute, in bytes (units: virstoragefile's suffixes; no unit means `byDefault`). */
export function sizeBytes(of: XmlElement | null, byDefault: 'bytes' | 'KiB'): number {
  const value = Number(of?.textContent ?? Number.NaN)
  return Number.isFinite(value) ? value * unitBytes(attr(of, 'unit') ?? byDefault) : 0
}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  kb: 1e3,
  k: 1024,
  kib: 1024,
  mb: 1e6,
  m: 2 ** 20,
  mib: 2 ** 20,
  gb: 1e9,
  g: 2 ** 30,
  gib: 2 ** 30,
  tb: 1e12,
  t: 2 ** 40,
  tib: 2 ** 40,
  pb: 1e15,
  p: 2 ** 50,
  pib: 2 ** 50,
}

/** Bytes in one of libvirt’s units. */
export function unitBytes(unit: string): number {
  return UNITS[unit.toLowerCase()] ?? 1
}
