// What a field of the hardware form is.
export interface FieldSpec {
  readonly id: string
  /** `flag` is there (`yes`) or not (null); `switch` is `on`, `off`, or as the host has it; `order` is changed by `bootOrder` only. */
  readonly input: 'choice' | 'flag' | 'switch' | 'text' | 'number' | 'order'
  /** What it can be, for a choice, where the host's capabilities do not say. */
  readonly values?: readonly string[]
  /** Only where another field has this value: one of these. */
  readonly only?: readonly (readonly [field: string, value: string])[]
  /** A sentence on what it does is at `hardware.hint.`. */
  readonly hint?: true
  /** Shown to those who ask for more. */
  readonly more?: true
  /** All of its values are shown, those that the host does not offer with the reason. */
  readonly whole?: true
  /** Shown, and changed in the XML only. */
  readonly fixed?: true
}

export const choice = (id: string, ...values: string[]): FieldSpec => ({ id, input: 'choice', values })
export const one = (id: string, input: FieldSpec['input']): FieldSpec => ({ id, input })
export const more = (spec: FieldSpec): FieldSpec => ({ ...spec, more: true })
export const told = (spec: FieldSpec): FieldSpec => ({ ...spec, hint: true })
export const whole = (spec: FieldSpec): FieldSpec => ({ ...spec, whole: true })
export const onlyWhere = (field: string, value: string, spec: FieldSpec): FieldSpec => ({
  ...spec,
  only: [...(spec.only ?? []), [field, value]],
})
export const fixed = (id: string): FieldSpec => ({ id, input: 'text', fixed: true })

/** Whether a device with these values has the field. */
export function hasField({ only }: FieldSpec, values: Readonly<Record<string, string | null>>): boolean {
  return !only || only.some(([field, value]) => values[field] === value)
}
