// The processor models of a host's capabilities, and single models as libvirt takes them apart.
import { attribute, content, element, elements, parseDocument, printNode } from '../lossless.ts'
import { el, writeXml } from '../write.ts'

/** "Like the host" as a processor of its own; null where the host has no such model. */
export function readHostModel(domainCapabilities: string, arch: string): string | null {
  const modes = elements(element(parseDocument(domainCapabilities).root, 'cpu'), 'mode')
  const like = modes.find(mode => attribute(mode, 'name') === 'host-model') ?? null
  if (!like || !element(like, 'model')) return null
  return `<cpu><arch>${arch}</arch>${elements(like).map(printNode).join('')}</cpu>`
}

export function readModelNames(domainCapabilities: string): string[] {
  const modes = elements(element(parseDocument(domainCapabilities).root, 'cpu'), 'mode')
  const custom = modes.find(mode => attribute(mode, 'name') === 'custom')
  return elements(custom, 'model').map(model => content(model)?.trim() ?? '')
}

export function writeModel(name: string, arch: string): string {
  return writeXml(el('cpu', {}, [el('arch', {}, arch), el('model', {}, name)]))
}

/** @param cpu with all of its features named */
export function readGivenFeatures(cpu: string): string[] {
  return elements(parseDocument(cpu).root, 'feature')
    .filter(feature => attribute(feature, 'policy') !== 'disable')
    .map(feature => attribute(feature, 'name') ?? '')
}
