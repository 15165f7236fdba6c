// One of two to five short choices, all in sight; arrow keys go between them.
import type { ReactNode } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { classes } from '../classes.ts'
import { Tooltip } from '../Tooltip/Tooltip.tsx'
import styles from './SegmentedControl.module.css'

interface Segment {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  readonly isIconOnly?: boolean
  readonly isDisabled?: boolean
}

interface Props {
  readonly label: string
  readonly options: readonly Segment[]
  readonly value: string
  readonly onChange: (id: string) => void
  readonly size?: 'small' | 'normal'
}

export function SegmentedControl({ label, options, value, onChange, size = 'normal' }: Props) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={keys => {
        for (const key of keys) onChange(String(key))
      }}
      className={classes(styles['group'], styles[size])}
    >
      {options.map(option => (
        <SegmentButton key={option.id} {...option} />
      ))}
    </ToggleButtonGroup>
  )
}

function SegmentButton({ id, label, icon, isIconOnly, isDisabled }: Segment) {
  const button = (
    <ToggleButton
      id={id}
      isDisabled={isDisabled ?? false}
      className={classes(styles['segment'], isIconOnly && styles['bare'])}
      {...(isIconOnly && { 'aria-label': label })}
    >
      {icon}
      {!isIconOnly && label}
    </ToggleButton>
  )
  return isIconOnly ? <Tooltip text={label}>{button}</Tooltip> : button
}
