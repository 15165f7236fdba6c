// On or off, at the next Apply. (A Switch works at once.)
import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, Text } from 'react-aria-components'
import field from '../Field/Field.module.css'
import styles from './Checkbox.module.css'
import { CheckMark } from './CheckMark.tsx'

interface Props {
  readonly children: ReactNode
  readonly isSelected: boolean
  readonly onChange: (selected: boolean) => void
  readonly isIndeterminate?: boolean
  readonly isDisabled?: boolean
  readonly description?: ReactNode
}

export function Checkbox({ children, description, ...rest }: Props) {
  return (
    <CheckboxField {...rest} className={styles['field'] ?? ''}>
      <CheckboxButton className={styles['checkbox'] ?? ''}>
        <CheckMark />
        <span>{children}</span>
      </CheckboxButton>
      {description && (
        <Text slot="description" className={`${field['description']} ${styles['description']}`}>
          {description}
        </Text>
      )}
    </CheckboxField>
  )
}
