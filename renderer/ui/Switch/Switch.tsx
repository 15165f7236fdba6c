// On or off, at once.
import type { ReactNode } from 'react'
import { SwitchButton, SwitchField, Text } from 'react-aria-components'
import { classes } from '../classes.ts'
import field from '../Field/Field.module.css'
import styles from './Switch.module.css'

interface Props {
  readonly children: ReactNode
  readonly isSelected: boolean
  readonly onChange: (selected: boolean) => void
  readonly isDisabled?: boolean
  readonly description?: ReactNode
}

export function Switch({ children, description, ...rest }: Props) {
  return (
    <SwitchField {...rest} className={styles['field'] ?? ''}>
      <SwitchButton className={styles['switch'] ?? ''}>
        <span className={styles['track']} aria-hidden>
          <span className={styles['knob']} />
        </span>
        {children}
      </SwitchButton>
      {description && (
        <Text slot="description" className={classes(field['description'], styles['description'])}>
          {description}
        </Text>
      )}
    </SwitchField>
  )
}
