// One of a few, all in sight.
import { RadioGroup as AriaRadioGroup, RadioButton, RadioField, Text } from 'react-aria-components'
import { classes } from '../classes.ts'
import field from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'
import styles from './RadioGroup.module.css'

interface Choice {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly isDisabled?: boolean
}

interface Props extends FieldProps {
  readonly options: readonly Choice[]
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly isHorizontal?: boolean
}

export function RadioGroup({
  label,
  isLabelHidden,
  description,
  error,
  options,
  isHorizontal = false,
  ...rest
}: Props) {
  return (
    <AriaRadioGroup
      {...rest}
      orientation={isHorizontal ? 'horizontal' : 'vertical'}
      isInvalid={error !== undefined}
      className={field['field'] ?? ''}
    >
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <div className={classes(isHorizontal && styles['row'])}>
        {options.map(option => (
          <RadioField
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled ?? false}
            className={styles['field'] ?? ''}
          >
            <RadioButton className={styles['radio'] ?? ''}>
              <span className={styles['dot']} aria-hidden />
              {option.label}
            </RadioButton>
            {option.description && (
              <Text slot="description" className={classes(field['description'], styles['description'])}>
                {option.description}
              </Text>
            )}
          </RadioField>
        ))}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaRadioGroup>
  )
}
