// A risky change on trial: it goes back by itself unless somebody says keep.
import { z } from 'zod'
import type { HostId, Uuid } from './ids.ts'

export const TRIAL_MINUTES = [2, 5, 10, 30] as const

export const TrialWish = z.object({
  minutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  /** Kept as well once the guest's agent answers with the change in force. */
  agent: z.boolean(),
})
export type TrialWish = z.infer<typeof TrialWish>

/** What a change touches that can cut a machine off, or keep it from starting. */
export type Risk = 'network' | 'firmware' | 'cpu' | 'passthrough'

export interface Trial {
  readonly host: HostId
  readonly vm: Uuid
  /** Milliseconds since 1970. */
  readonly endsAt: number
  readonly agent: boolean
  /** Another program changed the machine since, so it does not go back by itself. */
  readonly isStuck: boolean
}
