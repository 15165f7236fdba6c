// A line of text with suggestions: what is not among them is kept as typed.
import { ComboBox as AriaComboBox, Button, Group, Input } from 'react-aria-components'
import { classes } from '../classes.ts'
import field from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'
import { ChevronDown } from '../icons.ts'
import { type Option, OptionPopover } from '../Select/OptionPopover.tsx'
import styles from './ComboBox.module.css'

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly options: readonly Option[]
  readonly emptyText: string
  readonly placeholder?: string
  readonly mono?: boolean
}

export function ComboBox({
  label,
  isLabelHidden,
  description,
  error,
  value,
  onChange,
  options,
  emptyText,
  placeholder,
  mono,
  ...rest
}: Props) {
  return (
    <AriaComboBox
      {...rest}
      className={field['field'] ?? ''}
      inputValue={value}
      onInputChange={onChange}
      defaultItems={options}
      allowsCustomValue
      allowsEmptyCollection
      menuTrigger="focus"
      isInvalid={error !== undefined}
    >
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <Group className={styles['box'] ?? ''}>
        <Input
          className={classes(styles['input'], mono && field['mono'])}
          placeholder={placeholder ?? ''}
          spellCheck={false}
        />
        <Button className={styles['open'] ?? ''}>
          <ChevronDown aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <OptionPopover emptyText={emptyText} />
    </AriaComboBox>
  )
}
