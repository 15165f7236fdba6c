// A button. Its words are a verb and a noun; `icon` stands before them.
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps } from 'react-aria-components'
import styles from './Button.module.css'

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  readonly variant?: 'primary' | 'default' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'large'
  readonly icon?: ReactNode
  readonly children?: ReactNode
}

export function Button({ variant = 'default', size = 'normal', icon, children, ...rest }: Props) {
  const bare = children === undefined ? styles['bare'] : ''
  return (
    <AriaButton {...rest} className={`${styles['button']} ${styles[variant]} ${styles[size]} ${bare}`}>
      {icon}
      {children}
    </AriaButton>
  )
}
