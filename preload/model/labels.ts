// What a user calls a machine by, beside its name: tags and an icon. They are in the machine's own definition.
import { z } from 'zod'
import { VmRef } from './ids.ts'

export const ICONS = ['desktop', 'server', 'database', 'web', 'terminal', 'test', 'secure'] as const
export const VmIcon = z.enum(ICONS)
export type VmIcon = z.infer<typeof VmIcon>

export const MOST_TAGS = 20
export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(40)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .regex(/^[^,\u0000-\u001f\u007f]+$/)

export const Labels = z.object({ tags: z.array(Tag).max(MOST_TAGS), icon: VmIcon.nullable() })
export type Labels = z.infer<typeof Labels>

/** What is not given stays; an empty title or note is none. */
export const LabelsRequest = VmRef.extend({
  labels: Labels.optional(),
  title: z
    .string()
    .max(300)
    .regex(/^[^\n\r]*$/)
    .optional(),
  notes: z.string().max(8000).optional(),
  /** osinfo's id of the guest's operating system; null: it is not known. */
  osId: z
    .string()
    .max(300)
    .regex(/^https?:\/\/[^\s<>"']+$/)
    .nullable()
    .optional(),
})
export type LabelsRequest = z.infer<typeof LabelsRequest>
