// Lines of text.
import { TextArea as AriaTextArea, TextField } from 'react-aria-components'
import { classes } from '../classes.ts'
import styles from '../Field/Field.module.css'
import { FieldLabel, FieldNotes, type FieldProps } from '../Field/FieldParts.tsx'

interface Props extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly mono?: boolean
  readonly rows?: number
  readonly autoFocus?: boolean
}

export function TextArea({
  label,
  isLabelHidden,
  description,
  error,
  placeholder,
  mono,
  rows = 4,
  ...rest
}: Props) {
  return (
    <TextField {...rest} className={styles['field'] ?? ''} isInvalid={error !== undefined}>
      <FieldLabel isHidden={isLabelHidden}>{label}</FieldLabel>
      <AriaTextArea
        className={classes(styles['input'], styles['area'], mono && styles['mono'])}
        placeholder={placeholder ?? ''}
        rows={rows}
        spellCheck={false}
      />
      <FieldNotes description={description} error={error} />
    </TextField>
  )
}
