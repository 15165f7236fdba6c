// What a field of the hardware form is.
export interface FieldSpec {
  readonly id: string
  /** `flag` is there (`yes`) or not (null); `order` is changed by `bootOrder` only. */
  readonly input: 'choice' | 'flag' | 'text' | 'number' | 'order'
  /** What it can be, for a choice, where the host's capabilities do not say. */
  readonly values?: readonly string[]
}

export const choice = (id: string, ...values: string[]): FieldSpec => ({ id, input: 'choice', values })
export const one = (id: string, input: FieldSpec['input']): FieldSpec => ({ id, input })
