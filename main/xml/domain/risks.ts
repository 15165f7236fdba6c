// Which parts of a definition a change touches that can cut a machine off, or keep it from starting.
import type { Risk } from '../../../preload/model/trial.ts'
import { type ElementNode, element, elements, printNode } from '../lossless.ts'

const PARTS: Readonly<Record<Risk, (domain: ElementNode) => readonly ElementNode[]>> = {
  network: domain => elements(element(domain, 'devices'), 'interface'),
  firmware: domain => elements(domain, 'os'),
  cpu: domain => elements(domain, 'cpu'),
  passthrough: domain => elements(element(domain, 'devices'), 'hostdev'),
}

export function findRisks(before: ElementNode, after: ElementNode): Risk[] {
  const text = (of: readonly ElementNode[]) => of.map(printNode).join('\n')
  return (Object.keys(PARTS) as Risk[]).filter(risk => text(PARTS[risk](before)) !== text(PARTS[risk](after)))
}
