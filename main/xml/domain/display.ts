// Where a running guest's display listens, and the XML that gives it a password for a moment.

import { XMLSerializer } from '@xmldom/xmldom'
import { attr, child, children, parseXml, type XmlElement } from '../tree.ts'

export interface Display {
  readonly kind: 'spice' | 'vnc'
  readonly address:
    | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
    | { readonly kind: 'unix'; readonly path: string }
    | null
  /** `none`: no password; `fixed`: somebody chose one; `momentary`: it carries an end, so it is ours to renew. */
  readonly password:
    | { readonly kind: 'none' }
    | { readonly kind: 'fixed'; readonly value: string }
    | { readonly kind: 'momentary' }
}

/** Needs the live XML with VIR_DOMAIN_XML_SECURE: without it libvirt leaves passwords out. */
export function readDisplay(domainXml: string, kind: 'spice' | 'vnc'): Display | null {
  const graphics = findGraphics(parseXml(domainXml), kind)
  if (!graphics) return null
  const password = attr(graphics, 'passwd')
  return {
    kind,
    address: readAddress(graphics),
    password:
      attr(graphics, 'passwdValidTo') !== null
        ? { kind: 'momentary' }
        : password
          ? { kind: 'fixed', value: password }
          : { kind: 'none' },
  }
}

function readAddress(graphics: XmlElement): Display['address'] {
  for (const listen of children(graphics, 'listen')) {
    const path = attr(listen, 'socket')
    if (attr(listen, 'type') === 'socket' && path) return { kind: 'unix', path }
  }
  const port = Number(attr(graphics, 'port') ?? -1)
  if (port <= 0) return null
  const listen = children(graphics, 'listen').find(l => attr(l, 'address'))
  const host = attr(listen, 'address') ?? attr(graphics, 'listen') ?? '127.0.0.1'
  // A wildcard is where it listens, not where to go.
  return { kind: 'tcp', host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port }
}

/**
 * The `<graphics>` element with another password, for virDomainUpdateDeviceFlags on the live machine.
 * `connected='keep'` leaves those who are connected where they are (libvirt: formatdomain, graphics).
 * @param validTo UTC, to the second
 */
export function withPassword(
  domainXml: string,
  kind: 'spice' | 'vnc',
  password: string,
  validTo: Date,
): string | null {
  const graphics = findGraphics(parseXml(domainXml), kind)
  if (!graphics) return null
  graphics.setAttribute('passwd', password)
  graphics.setAttribute('passwdValidTo', validTo.toISOString().slice(0, 19))
  graphics.setAttribute('connected', 'keep')
  return new XMLSerializer().serializeToString(graphics)
}

function findGraphics(domain: XmlElement, kind: string): XmlElement | null {
  return children(child(domain, 'devices'), 'graphics').find(g => attr(g, 'type') === kind) ?? null
}
