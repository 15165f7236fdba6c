// Single features beside a processor's model: `<cpu><feature policy='require' name='ssbd'/></cpu>`.
import { type FeatureChoices, parseFeatures, printFeatures } from '../../../preload/model/processor.ts'
import { insertElement, removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import type { FieldAccess } from './access.ts'

export const cpuFeatures: FieldAccess = {
  read: of => printFeatures(readFeatures(element(of, 'cpu'))),
  write(of, value) {
    const cpu = element(of, 'cpu')
    // Without a model there is nothing that they could be beside.
    if (!cpu || value === this.read(of)) return
    const wanted = parseFeatures(value)
    const known = new Set<string>()
    for (const feature of elements(cpu, 'feature')) {
      const name = attribute(feature, 'name') ?? ''
      const policy = wanted[name]
      if (policy === undefined || known.has(name)) removeElement(feature)
      else if (policyOf(feature) !== policy) setAttribute(feature, 'policy', policy)
      known.add(name)
    }
    for (const [name, policy] of Object.entries(wanted))
      if (!known.has(name))
        insertElement(cpu, el('feature', { policy, name }), [
          'model',
          'vendor',
          'topology',
          'cache',
          'maxphysaddr',
          'feature',
        ])
  },
}

function readFeatures(cpu: ElementNode | null): FeatureChoices {
  return Object.fromEntries(
    elements(cpu, 'feature').map(feature => [attribute(feature, 'name') ?? '', policyOf(feature)]),
  )
}

function policyOf(feature: ElementNode): string {
  return attribute(feature, 'policy') ?? 'require'
}

/**
 * Whether a running machine, whose XML names every feature that it has or is kept from, does what a definition asks. One
 * that the definition no longer names cannot be told from one that the model brought.
 */
export function isPlayed(asked: string | null, running: string | null): boolean {
  return playedPart(asked, running) === asked
}

/** Those of the features asked for that a running machine has as they are asked for. */
export function playedPart(asked: string | null, running: string | null): string | null {
  const has = parseFeatures(running)
  const isOn = (name: string) => has[name] === 'require' || has[name] === 'force'
  const played = Object.entries(parseFeatures(asked)).filter(([name, policy]) => {
    if (policy === 'optional') return true
    return policy === 'disable' || policy === 'forbid' ? !isOn(name) : isOn(name)
  })
  return printFeatures(Object.fromEntries(played))
}
