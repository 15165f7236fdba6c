// One of a list that opens.
import { Select as AriaSelect, Button, SelectValue } from 'react-aria-components'
import field from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'
import { ChevronsUpDown } from '../icons.ts'
import { type Option, OptionPopover } from './OptionPopover.tsx'
import styles from './Select.module.css'

interface Props extends FieldProps {
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly options: readonly Option[]
  readonly placeholder?: string
}

export function Select({
  label,
  isLabelHidden,
  description,
  error,
  value,
  onChange,
  options,
  placeholder,
  ...rest
}: Props) {
  return (
    <AriaSelect
      {...rest}
      className={field['field'] ?? ''}
      value={value}
      onChange={key => key !== null && onChange(String(key))}
      isInvalid={error !== undefined}
      placeholder={placeholder ?? ' '}
    >
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <Button className={styles['select'] ?? ''}>
        <SelectValue className={styles['value'] ?? ''}>
          {({ defaultChildren, isPlaceholder, selectedItem }) =>
            isPlaceholder || !isOption(selectedItem) ? (
              defaultChildren
            ) : (
              <>
                {selectedItem.icon}
                {selectedItem.label}
              </>
            )
          }
        </SelectValue>
        <ChevronsUpDown aria-hidden className={styles['chevron']} />
      </Button>
      <FieldNotes description={description} error={error} />
      <OptionPopover options={options} />
    </AriaSelect>
  )
}

function isOption(item: unknown): item is Option {
  return typeof item === 'object' && item !== null && 'label' in item
}
