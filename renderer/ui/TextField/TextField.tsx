// A line of text.
import type { ReactNode } from 'react'
import { TextField as AriaTextField, Input } from 'react-aria-components'
import { classes } from '../classes.ts'
import styles from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly mono?: boolean
  /** Stands after the input: a Browse button. */
  readonly after?: ReactNode
  readonly onBlur?: () => void
  readonly type?: 'text' | 'password' | 'url'
  readonly autoFocus?: boolean
}

export function TextField({
  label,
  isLabelHidden,
  description,
  error,
  placeholder,
  mono,
  after,
  ...rest
}: Props) {
  return (
    <AriaTextField {...rest} className={styles['field'] ?? ''} isInvalid={error !== undefined}>
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <div className={styles['line']}>
        <Input
          className={classes(styles['input'], mono && styles['mono'])}
          placeholder={placeholder ?? ''}
          spellCheck={false}
        />
        {after}
      </div>
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}
