// A button that stays down. `isIconOnly` shows the icon and says the label.
import type { ReactNode } from 'react'
import { ToggleButton as AriaToggleButton } from 'react-aria-components'
import { classes } from '../classes.ts'
import { Tooltip } from '../Tooltip/Tooltip.tsx'
import styles from './ToggleButton.module.css'

interface Props {
  readonly label: string
  readonly isSelected: boolean
  readonly onChange: (selected: boolean) => void
  readonly icon?: ReactNode
  readonly isIconOnly?: boolean
  readonly isDisabled?: boolean
  readonly size?: 'small' | 'normal'
}

export function ToggleButton({ label, icon, isIconOnly = false, size = 'normal', ...rest }: Props) {
  const className = classes(styles['toggle'], styles[size], isIconOnly && styles['bare'])
  if (!isIconOnly)
    return (
      <AriaToggleButton {...rest} className={className}>
        {icon}
        {label}
      </AriaToggleButton>
    )
  return (
    <Tooltip text={label}>
      <AriaToggleButton {...rest} aria-label={label} className={className}>
        {icon}
      </AriaToggleButton>
    </Tooltip>
  )
}
