// What fields have in common: a label above, a description below, an error in its place.
import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'
import { classes } from '../classes.ts'
import { CircleAlert } from '../icons.ts'
import { VisuallyHidden } from '../VisuallyHidden/VisuallyHidden.tsx'
import styles from './Field.module.css'

export interface FieldProps {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: string | undefined
  readonly isDisabled?: boolean
  readonly isRequired?: boolean
  /** Said and not shown, where the place tells what the field is. */
  readonly isLabelHidden?: boolean | undefined
}

interface LabelProps {
  readonly children: string
  readonly isHidden?: boolean | undefined
}

export function FieldLabel({ children, isHidden = false }: LabelProps) {
  return <Label className={classes(styles['label'], isHidden && styles['hidden'])}>{children}</Label>
}

interface NotesProps {
  readonly description?: ReactNode
  readonly error: string | undefined
  /** A unit that stands inside the field, said with its description. */
  readonly unit?: string | undefined
}

export function FieldNotes({ description, error, unit }: NotesProps) {
  return (
    <>
      {(description || unit) && (
        <Text slot="description" className={styles[description ? 'description' : 'hidden'] ?? ''}>
          {unit && <VisuallyHidden>{unit} </VisuallyHidden>}
          {description}
        </Text>
      )}
      <FieldError className={styles['error'] ?? ''}>
        {error && (
          <>
            <CircleAlert aria-hidden />
            <span>{error}</span>
          </>
        )}
      </FieldError>
    </>
  )
}
