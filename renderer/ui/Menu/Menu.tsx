// A button that opens a menu.
import type { ReactNode } from 'react'
import { MenuTrigger } from 'react-aria-components'
import { Button } from '../Button/Button.tsx'
import { type MenuEntry, MenuItems, type MenuSeparator } from './MenuItems.tsx'

export type { MenuEntry, MenuSeparator } from './MenuItems.tsx'

interface Props {
  readonly label: string
  readonly icon: ReactNode
  /** Shown on the button; without it, `label` is only said. */
  readonly text?: string
  readonly entries: readonly (MenuEntry | MenuSeparator)[]
  readonly onAction: (id: string) => void
  readonly isDisabled?: boolean
  readonly variant?: 'primary' | 'default' | 'quiet'
  readonly size?: 'small' | 'normal' | 'large'
}

export function MenuButton({ label, icon, text, entries, onAction, isDisabled, variant, size }: Props) {
  return (
    <MenuTrigger>
      <Button icon={icon} aria-label={label} isDisabled={isDisabled ?? false} variant={variant} size={size}>
        {text}
      </Button>
      <MenuItems entries={entries} onAction={onAction} />
    </MenuTrigger>
  )
}
