// Fields of a form: a label above, a description below, an error in its place.
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  NumberField as AriaNumberField,
  Select as AriaSelect,
  TextField as AriaTextField,
  Button,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components'
import { Check, ChevronDown, Minus, Plus } from '../icons.ts'
import styles from './Field.module.css'

interface Common {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: string | undefined
  readonly isDisabled?: boolean
}

interface TextProps extends Common {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly mono?: boolean
  /** Stands after the input: a Browse button. */
  readonly after?: ReactNode
}

export function TextField({
  label,
  description,
  error,
  value,
  onChange,
  placeholder,
  mono,
  after,
  ...rest
}: TextProps) {
  return (
    <AriaTextField
      {...rest}
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['line']}>
        <Input
          className={`${styles['input']} ${mono ? styles['mono'] : ''}`}
          placeholder={placeholder ?? ''}
          spellCheck={false}
        />
        {after}
      </div>
      <Below description={description} error={error} />
    </AriaTextField>
  )
}

interface NumberProps extends Common {
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly unit?: string
  readonly more: string
  readonly less: string
}

/** `unit` is shown, not typed. The value is NaN while the field is empty. */
export function NumberField({
  label,
  description,
  error,
  value,
  onChange,
  min,
  max,
  step,
  unit,
  more,
  less,
  ...rest
}: NumberProps) {
  return (
    <AriaNumberField
      {...rest}
      className={styles['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      {...(min !== undefined && { minValue: min })}
      {...(max !== undefined && { maxValue: max })}
      {...(step !== undefined && { step })}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <Group className={`${styles['line']} ${styles['number']}`}>
        <Input className={styles['input'] ?? ''} />
        {unit && <span className={styles['unit']}>{unit}</span>}
        <Button slot="decrement" className={styles['step'] ?? ''} aria-label={less}>
          <Minus />
        </Button>
        <Button slot="increment" className={styles['step'] ?? ''} aria-label={more}>
          <Plus />
        </Button>
      </Group>
      <Below description={description} error={error} />
    </AriaNumberField>
  )
}

export interface Option {
  readonly id: string
  readonly label: string
  readonly detail?: string
}

interface SelectProps extends Common {
  readonly value: string | null
  readonly onChange: (id: string) => void
  readonly options: readonly Option[]
  readonly placeholder?: string
}

export function Select({
  label,
  description,
  error,
  value,
  onChange,
  options,
  placeholder,
  ...rest
}: SelectProps) {
  return (
    <AriaSelect
      {...rest}
      className={styles['field'] ?? ''}
      value={value}
      onChange={key => key !== null && onChange(String(key))}
      isInvalid={error !== undefined}
      placeholder={placeholder ?? ' '}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <Button className={styles['select'] ?? ''}>
        <SelectValue className={styles['value'] ?? ''} />
        <ChevronDown aria-hidden />
      </Button>
      <Below description={description} error={error} />
      <Popover className={styles['popover'] ?? ''}>
        <ListBox className={styles['list'] ?? ''} items={options}>
          {option => (
            <ListBoxItem id={option.id} textValue={option.label} className={styles['option'] ?? ''}>
              <Text slot="label">{option.label}</Text>
              {option.detail && (
                <Text slot="description" className={styles['detail'] ?? ''}>
                  {option.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

interface CheckboxProps {
  readonly isSelected: boolean
  readonly onChange: (selected: boolean) => void
  readonly isDisabled?: boolean
  readonly children: ReactNode
  readonly description?: ReactNode
}

export function Checkbox({ children, description, ...rest }: CheckboxProps) {
  return (
    <div className={styles['checkField']}>
      <AriaCheckbox {...rest} className={styles['checkbox'] ?? ''}>
        <span className={styles['box']} aria-hidden>
          <Check />
        </span>
        <span>{children}</span>
      </AriaCheckbox>
      {description && <p className={styles['description']}>{description}</p>}
    </div>
  )
}

function Below({
  description,
  error,
}: {
  readonly description: ReactNode
  readonly error: string | undefined
}) {
  return (
    <>
      {description && (
        <Text slot="description" className={styles['description'] ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>{error}</FieldError>
    </>
  )
}
