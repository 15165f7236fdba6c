// A machine's definition as text.
import { z } from 'zod'
import { VmRef } from './ids.ts'

export interface XmlText {
  /** What is defined: the machine as it starts next time. */
  readonly inactive: string
  /** What runs now, null while it is off. */
  readonly active: string | null
}

/** The definition in a saved state, as somebody wrote it, and as it was read before: without secrets. */
export const SavedChange = VmRef.extend({
  base: z.string().max(2 << 20),
  text: z
    .string()
    .min(1)
    .max(2 << 20),
})
export type SavedChange = z.infer<typeof SavedChange>
