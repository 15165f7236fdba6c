// What processor models bring, what a host can give to a guest of one kind, and single features beside a model.

/** libvirt's words for what is to become of a feature (formatdomain page, "CPU model and topology"). */
export const POLICIES = ['force', 'require', 'optional', 'disable', 'forbid'] as const

/** Feature → policy, in the definition's order. */
export type FeatureChoices = Readonly<Record<string, string>>

export interface Processors {
  /** What this host can give; null where it does not say. */
  readonly offered: readonly string[] | null
  /** Model → the features that it stands for. Empty where the host does not say. */
  readonly models: Readonly<Record<string, readonly string[]>>
}

/** What may be typed as a feature's name. */
export const FEATURE_NAME = /^[\w.+-]{1,60}$/

/**
 * What keeps a guest from using a processor's known flaws against its host and neighbours: these have to be told to the
 * guest, or it does not use them (Intel's names, then AMD's).
 */
const MITIGATIONS = [
  'spec-ctrl',
  'stibp',
  'ssbd',
  'md-clear',
  'flush-l1d',
  'ibpb',
  'ibrs',
  'amd-stibp',
  'amd-ssbd',
  'virt-ssbd',
  'amd-no-ssb',
]

/** The features as the one value of a field: `ssbd=require,hle=disable`. */
export function printFeatures(choices: FeatureChoices): string | null {
  const all = Object.entries(choices)
  return all.length === 0 ? null : all.map(([name, policy]) => `${name}=${policy}`).join(',')
}

export function parseFeatures(value: string | null): FeatureChoices {
  const pairs = value?.split(',').map(pair => pair.split('=')) ?? []
  return Object.fromEntries(pairs.map(([name = '', policy = 'require']) => [name, policy]))
}

/** Null where it is not known. Modes that follow the host bring what the host can give. */
export function broughtBy(model: string | null, { offered, models }: Processors): readonly string[] | null {
  if (model === null) return null
  return models[model] ?? (FOLLOWS_HOST.has(model) ? offered : null)
}
const FOLLOWS_HOST = new Set(['host-model', 'host-passthrough', 'maximum'])

/** What keeps a model from this host. */
export function lackedBy(model: string, { offered, models }: Processors): readonly string[] {
  return offered ? (models[model] ?? []).filter(feature => !offered.includes(feature)) : []
}

/** The protections that this host can give. */
export function givenMitigations({ offered }: Processors): readonly string[] {
  return MITIGATIONS.filter(name => offered?.includes(name))
}
