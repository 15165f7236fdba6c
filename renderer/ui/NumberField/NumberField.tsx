// A number as the language writes it. `unit` is shown, not typed. The value is NaN while the field is empty.
import type { ReactNode } from 'react'
import { NumberField as AriaNumberField, Button, Group, Input } from 'react-aria-components'
import { classes } from '../classes.ts'
import field from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'
import { Minus, Plus } from '../icons.ts'
import styles from './NumberField.module.css'

interface Props extends FieldProps {
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly step?: number | undefined
  readonly unit?: string | undefined
  readonly formatOptions?: Intl.NumberFormatOptions
  readonly more: string
  readonly less: string
  /** Stands before the number and takes the room that is left: a slider. */
  readonly before?: ReactNode
}

export function NumberField({
  label,
  isLabelHidden,
  description,
  error,
  min,
  max,
  step,
  unit,
  more,
  less,
  before,
  ...rest
}: Props) {
  return (
    <AriaNumberField
      {...rest}
      className={field['field'] ?? ''}
      isInvalid={error !== undefined}
      {...(min !== undefined && { minValue: min })}
      {...(max !== undefined && { maxValue: max })}
      {...(step !== undefined && { step })}
    >
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <div className={classes(styles['line'], before !== undefined && styles['beside'])}>
        {before}
        <Group className={styles['box'] ?? ''}>
          <Input className={styles['input'] ?? ''} />
          {unit && (
            <span className={styles['unit']} aria-hidden>
              {unit}
            </span>
          )}
          <Button slot="decrement" className={styles['step'] ?? ''} aria-label={less}>
            <Minus />
          </Button>
          <Button slot="increment" className={styles['step'] ?? ''} aria-label={more}>
            <Plus />
          </Button>
        </Group>
      </div>
      <FieldNotes description={description} error={error} unit={unit} />
    </AriaNumberField>
  )
}
