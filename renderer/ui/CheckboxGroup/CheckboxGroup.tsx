// Any of a few.
import {
  CheckboxGroup as AriaCheckboxGroup,
  CheckboxButton,
  CheckboxField,
  Text,
} from 'react-aria-components'
import checkbox from '../Checkbox/Checkbox.module.css'
import { CheckMark } from '../Checkbox/CheckMark.tsx'
import { classes } from '../classes.ts'
import field from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'

interface Choice {
  readonly id: string
  readonly label: string
  readonly description?: string
  readonly isDisabled?: boolean
}

interface Props extends FieldProps {
  readonly options: readonly Choice[]
  readonly value: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

export function CheckboxGroup({
  label,
  isLabelHidden,
  description,
  error,
  options,
  value,
  onChange,
  ...rest
}: Props) {
  return (
    <AriaCheckboxGroup
      {...rest}
      value={[...value]}
      onChange={onChange}
      isInvalid={error !== undefined}
      className={field['field'] ?? ''}
    >
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <div>
        {options.map(option => (
          <CheckboxField
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled ?? false}
            className={checkbox['field'] ?? ''}
          >
            <CheckboxButton className={checkbox['checkbox'] ?? ''}>
              <CheckMark />
              {option.label}
            </CheckboxButton>
            {option.description && (
              <Text slot="description" className={classes(field['description'], checkbox['description'])}>
                {option.description}
              </Text>
            )}
          </CheckboxField>
        ))}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaCheckboxGroup>
  )
}
