// A host interface's XML → what a machine's nic can be tied to (libvirt's interface driver; schema interface.rng).
import { attr, parseXml } from '../tree.ts'

/** `bridge`, or a device for macvtap: `ethernet`, `bond`, `vlan`. */
export function readInterface(xml: string): { readonly name: string; readonly type: string } {
  const element = parseXml(xml)
  return { name: attr(element, 'name') ?? '', type: attr(element, 'type') ?? '' }
}
