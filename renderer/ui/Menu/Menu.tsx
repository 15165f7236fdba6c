// A button that opens a menu.
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import { Button } from '../Button/Button.tsx'
import styles from './Menu.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly shortcut?: string
  readonly danger?: boolean
}

interface Props {
  readonly label: string
  readonly icon: ReactNode
  /** Shown on the button; without it, `label` is only said. */
  readonly text?: string
  readonly entries: readonly MenuEntry[]
  readonly onAction: (id: string) => void
  readonly isDisabled?: boolean
}

export function MenuButton({ label, icon, text, entries, onAction, isDisabled }: Props) {
  return (
    <MenuTrigger>
      <Button icon={icon} aria-label={label} isDisabled={isDisabled ?? false}>
        {text}
      </Button>
      <Popover className={styles['popover'] ?? ''} placement="bottom end">
        <AriaMenu className={styles['menu'] ?? ''} items={entries} onAction={key => onAction(String(key))}>
          {entry => (
            <MenuItem
              id={entry.id}
              textValue={entry.label}
              className={`${styles['item']} ${entry.danger ? styles['danger'] : ''}`}
            >
              <Text slot="label">{entry.label}</Text>
              {entry.shortcut && <kbd className={styles['shortcut']}>{entry.shortcut}</kbd>}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
