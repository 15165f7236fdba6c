// What one mostly wants, and beside it a menu of its kin.
import type { ReactNode } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { Button } from '../Button/Button.tsx'
import { IconButton } from '../IconButton/IconButton.tsx'
import { ChevronDown } from '../icons.ts'
import type { MenuEntry, MenuSeparator } from '../Menu/MenuItems.tsx'
import { MenuItems } from '../Menu/MenuItems.tsx'
import styles from './SplitButton.module.css'

interface Props {
  readonly children: string
  /** Shows the icon and says the words. */
  readonly isIconOnly?: boolean
  readonly onPress: () => void
  readonly menuLabel: string
  readonly entries: readonly (MenuEntry | MenuSeparator)[]
  readonly onAction: (id: string) => void
  readonly icon?: ReactNode
  readonly variant?: 'primary' | 'default'
  readonly size?: 'small' | 'normal' | 'large'
  readonly isDisabled?: boolean
  /** Of the button; its menu stays open to all, each entry with its own reason. */
  readonly disabledReason?: string | undefined
}

export function SplitButton({
  children,
  isIconOnly = false,
  onPress,
  menuLabel,
  entries,
  onAction,
  icon,
  variant = 'default',
  size,
  isDisabled = false,
  disabledReason,
}: Props) {
  return (
    <div className={`${styles['split']} ${styles[variant]}`}>
      {isIconOnly ? (
        <IconButton
          {...{ onPress, icon, variant, isDisabled, disabledReason }}
          {...(size && { size })}
          label={children}
        />
      ) : (
        <Button {...{ onPress, icon, variant, size, isDisabled, disabledReason }}>{children}</Button>
      )}
      <MenuTrigger>
        <Button
          aria-label={menuLabel}
          icon={<ChevronDown aria-hidden />}
          variant={variant}
          size={size}
          isDisabled={isDisabled}
        />
        <MenuItems entries={entries} onAction={onAction} />
      </MenuTrigger>
    </div>
  )
}
