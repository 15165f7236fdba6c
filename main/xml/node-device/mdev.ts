// Devices that a host's drivers can divide (libvirt's formatnode page, "MDEV types capability"), and a part of one.
import type { MdevKind, MdevParent } from '../../../preload/model/host-device.ts'
import { attr, child, children, parseXml, text, type XmlElement } from '../tree.ts'
import { el, writeXml } from '../write.ts'
import { titleOf } from './read.ts'

/** Null for what cannot be divided. */
export function readMdevParent(xml: string): MdevParent | null {
  const root = parseXml(xml)
  const name = text(root, 'name') ?? ''
  for (const capability of children(root, 'capability')) {
    // Within what the device is; a driver of the kernel's own has nothing around it.
    const within = [capability, ...children(capability, 'capability')]
    const kinds = within.find(one => attr(one, 'type') === 'mdev_types')
    if (kinds)
      return { name, title: titleOf(capability) || name, kinds: children(kinds, 'type').map(readKind) }
  }
  return null
}

function readKind(of: XmlElement): MdevKind {
  return {
    id: attr(of, 'id') ?? '',
    name: text(of, 'name'),
    api: text(of, 'deviceAPI') ?? '',
    free: Number(text(of, 'availableInstances') ?? 0),
  }
}

/** What it is a part of, and of which kind; null for what is no mediated device. */
export function readMdev(xml: string): { readonly parent: string; readonly kind: string } | null {
  const root = parseXml(xml)
  const of = children(root, 'capability').find(one => attr(one, 'type') === 'mdev')
  return of ? { parent: text(root, 'parent') ?? '', kind: attr(child(of, 'type'), 'id') ?? '' } : null
}

/** libvirt gives it another name; its schema wants one. */
export function buildMdev(parent: string, kind: string, uuid: string): string {
  return writeXml(
    el('device', {}, [
      el('name', {}, 'mdev_new'),
      el('parent', {}, parent),
      el('capability', { type: 'mdev' }, [el('type', { id: kind }), el('uuid', {}, uuid)]),
    ]),
  )
}
