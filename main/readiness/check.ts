// What a check is: a finding's id, each of its variants with how serious it is, and how to tell which one holds.
import type { TextParams } from '../../preload/model/error.ts'
import type { Finding, FindingId, FindingStatus } from '../../preload/model/readiness.ts'
import type { Sources } from './sources.ts'

/** The variant that holds, what its text names, and what to run about it. */
export type Say<V extends string> = (variant: V, params?: TextParams, commands?: readonly string[]) => Finding

export interface Check {
  readonly id: FindingId
  readonly variants: Readonly<Record<string, FindingStatus>>
  run(sources: Sources): Promise<Finding>
}

export function defineCheck<V extends string>(
  id: FindingId,
  variants: Readonly<Record<V, FindingStatus>>,
  look: (sources: Sources, say: Say<V>) => Finding | Promise<Finding>,
): Check {
  return {
    id,
    variants,
    run: async sources =>
      look(sources, (variant, params = {}, commands = []) => ({
        id,
        status: variants[variant],
        variant,
        params,
        commands,
      })),
  }
}
