// Title, notes, tags, icon and operating system of a machine: calls of libvirt's that touch nothing else of its definition.
import {
  VIR_DOMAIN_AFFECT_CONFIG,
  VIR_DOMAIN_AFFECT_LIVE,
  VIR_DOMAIN_METADATA_DESCRIPTION,
  VIR_DOMAIN_METADATA_ELEMENT,
  VIR_DOMAIN_METADATA_TITLE,
} from 'node-libvirt'
import type { LabelsRequest } from '../../preload/model/labels.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { LABELS_KEY, LABELS_URI, OSINFO_KEY, OSINFO_URI, writeLabels, writeOs } from '../xml/domain/labels.ts'
import { lookUp } from './power.ts'

export async function setLabels(hosts: Hosts, request: LabelsRequest): Promise<void> {
  const { host, vm, labels, title, notes, osId } = request
  const domain = await lookUp(hosts.get(host).connection, { host, vm })
  const [persistent, running] = await Promise.all([domain.isPersistent(), domain.isActive()])
  const flags = (persistent ? VIR_DOMAIN_AFFECT_CONFIG : 0) | (running ? VIR_DOMAIN_AFFECT_LIVE : 0)
  const set = (type: number, text: string | null) => domain.setMetadata(type, text, null, null, flags)
  const setElement = (xml: string | null, key: string, uri: string) =>
    domain.setMetadata(VIR_DOMAIN_METADATA_ELEMENT, xml, key, uri, flags)
  try {
    if (title !== undefined) await set(VIR_DOMAIN_METADATA_TITLE, title || null)
    if (notes !== undefined) await set(VIR_DOMAIN_METADATA_DESCRIPTION, notes || null)
    if (labels) await setElement(writeLabels(labels), LABELS_KEY, LABELS_URI)
    if (osId !== undefined) await setElement(writeOs(osId), OSINFO_KEY, OSINFO_URI)
  } finally {
    await hosts.get(host).refresh('vm', vm)
  }
}
