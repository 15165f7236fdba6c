// A button that is only an icon: its label is said, and shown in a tooltip with its shortcut.
import type { ReactNode } from 'react'
import { Button } from '../Button/Button.tsx'
import { Tooltip } from '../Tooltip/Tooltip.tsx'

interface Props {
  readonly icon: ReactNode
  readonly label: string
  readonly onPress: () => void
  readonly shortcut?: string | undefined
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger'
  readonly size?: 'small' | 'normal' | 'large'
  readonly isDisabled?: boolean
  readonly isPending?: boolean
  readonly disabledReason?: string | undefined
}

export function IconButton({ label, shortcut, disabledReason, variant = 'quiet', ...rest }: Props) {
  // A button that says why it cannot brings its own tooltip.
  if (disabledReason !== undefined)
    return <Button {...rest} variant={variant} aria-label={label} disabledReason={disabledReason} />
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <Button {...rest} variant={variant} aria-label={label} />
    </Tooltip>
  )
}
