// Tags and icon in a domain's metadata, under a namespace of our own (libvirt keeps what it does not know there).
import { type Labels, MOST_TAGS, Tag, VmIcon } from '../../../preload/model/labels.ts'
import { attr, children, type XmlElement } from '../tree.ts'
import { el, writeXml } from '../write.ts'

export const LABELS_URI = 'https://vitrina.github.io/xmlns/machine/1'
export const LABELS_KEY = 'vitrina'

/** libosinfo's, which virt-manager and GNOME Boxes read too. */
export const OSINFO_URI = 'http://libosinfo.org/xmlns/libvirt/domain/1.0'
export const OSINFO_KEY = 'libosinfo'

/** Which system runs in it, as virDomainSetMetadata takes it; null where that is not known. */
export function writeOs(osId: string | null): string | null {
  return osId === null ? null : writeXml(el('libosinfo', {}, [el('os', { id: osId })])).trimEnd()
}

/** @param entry a child of `<metadata>`, under whichever prefix. What makes no sense is left out. */
export function readLabels(entries: readonly XmlElement[]): Labels {
  const ours = entries.find(entry => entry.namespaceURI === LABELS_URI && entry.localName === 'machine')
  const tags = children(ours).filter(({ localName }) => localName === 'tag')
  return {
    tags: tags.flatMap(tag => Tag.safeParse(tag.textContent ?? '').data ?? []).slice(0, MOST_TAGS),
    icon: VmIcon.safeParse(ours ? attr(ours, 'icon') : null).data ?? null,
  }
}

/** As virDomainSetMetadata takes it: without a prefix, which it adds. Null where nothing is said. */
export function writeLabels({ tags, icon }: Labels): string | null {
  if (tags.length === 0 && icon === null) return null
  return writeXml(
    el(
      'machine',
      { icon: icon ?? undefined },
      tags.map(tag => el('tag', {}, tag)),
    ),
  ).trimEnd()
}
