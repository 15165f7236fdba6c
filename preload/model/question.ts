// What a host asks before it lets us in: a password, a passphrase, whether its key is to be trusted.
import { z } from 'zod'

/** `confirm` is yes or no; `notice` wants no answer, only patience: a security key to touch. */
export type QuestionKind = 'user' | 'password' | 'passphrase' | 'hostKey' | 'confirm' | 'notice' | 'other'

export interface Question {
  readonly id: string
  /** The URI that is being connected to. */
  readonly uri: string
  readonly kind: QuestionKind
  /** In the words of ssh or of libvirt, never translated. */
  readonly text: string
  /** 1, or more when the answers before were wrong. */
  readonly attempt: number
}

/** null: the user will not answer, so the connection is given up. */
export const Answer = z.object({
  question: z.string().min(1).max(64),
  answer: z.string().max(4096).nullable(),
})
export type Answer = z.infer<typeof Answer>
