// A button. Its words are a verb and a noun; `icon` stands before them.
import { type ReactNode, useId } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import { classes } from '../classes.ts'
import { Spinner } from '../Spinner/Spinner.tsx'
import { Tooltip } from '../Tooltip/Tooltip.tsx'
import { VisuallyHidden } from '../VisuallyHidden/VisuallyHidden.tsx'
import styles from './Button.module.css'

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger' | undefined
  readonly size?: 'small' | 'normal' | 'large' | undefined
  readonly icon?: ReactNode
  readonly children?: ReactNode
  /** Said while `isPending`; the button keeps its words and its place. */
  readonly pendingLabel?: string | undefined
  /** Why it cannot be pressed: the button can still be reached, and says so. */
  readonly disabledReason?: string | undefined
}

export function Button({
  variant = 'default',
  size = 'normal',
  icon,
  children,
  pendingLabel,
  disabledReason,
  ...rest
}: Props) {
  const reasonId = useId()
  const bare = children === undefined
  const className = classes(
    styles['button'],
    styles[variant],
    styles[size],
    bare && styles['bare'],
    disabledReason !== undefined && styles['unavailable'],
  )
  const content = (
    <>
      {rest.isPending ? <Spinner {...(pendingLabel !== undefined && { label: pendingLabel })} /> : icon}
      {children}
    </>
  )
  if (disabledReason === undefined)
    return (
      <AriaButton {...rest} className={className}>
        {content}
      </AriaButton>
    )
  // `isPending` is what react-aria calls a button that has focus and a tooltip, and does nothing.
  return (
    <>
      <Tooltip text={disabledReason}>
        <AriaButton {...rest} isDisabled={false} isPending aria-describedby={reasonId} className={className}>
          {content}
        </AriaButton>
      </Tooltip>
      <VisuallyHidden id={reasonId}>{disabledReason}</VisuallyHidden>
    </>
  )
}
