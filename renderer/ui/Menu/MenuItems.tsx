// The entries of a menu. One that is not possible now can still be reached: it says why, and does nothing.
import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, Popover, Separator, Text } from 'react-aria-components'
import { classes } from '../classes.ts'
import { KeyHint } from '../KeyHint/KeyHint.tsx'
import styles from './Menu.module.css'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  readonly description?: string
  readonly shortcut?: string
  readonly danger?: boolean
  readonly disabledReason?: string | undefined
}

export interface MenuSeparator {
  readonly id: string
  readonly separator: true
}

interface Props {
  readonly entries: readonly (MenuEntry | MenuSeparator)[]
  readonly onAction: (id: string) => void
}

export function MenuItems({ entries, onAction }: Props) {
  const refused = new Set(
    entries.flatMap(entry => ('separator' in entry || entry.disabledReason === undefined ? [] : [entry.id])),
  )
  const hasIcons = entries.some(entry => !('separator' in entry) && entry.icon)
  return (
    <Popover className={styles['popover'] ?? ''} placement="bottom end" offset={4}>
      <AriaMenu
        className={styles['menu'] ?? ''}
        items={entries}
        onAction={key => {
          if (!refused.has(String(key))) onAction(String(key))
        }}
      >
        {entry =>
          'separator' in entry ? (
            <Separator id={entry.id} className={styles['separator'] ?? ''} />
          ) : (
            <Item entry={entry} hasIcons={hasIcons} />
          )
        }
      </AriaMenu>
    </Popover>
  )
}

function Item({ entry, hasIcons }: { readonly entry: MenuEntry; readonly hasIcons: boolean }) {
  const note = entry.disabledReason ?? entry.description
  const refused = entry.disabledReason !== undefined
  return (
    <MenuItem
      id={entry.id}
      textValue={entry.label}
      shouldCloseOnSelect={!refused}
      className={classes(styles['item'], entry.danger && styles['danger'], refused && styles['refused'])}
      // react-aria would pass over a disabled item with the arrow keys, and nobody would hear the reason.
      render={props =>
        'href' in props ? <a {...props} /> : <div {...props} {...(refused && { 'aria-disabled': true })} />
      }
    >
      {hasIcons && (
        <span className={styles['icon']} aria-hidden>
          {entry.icon}
        </span>
      )}
      <span className={styles['text']}>
        <Text slot="label">{entry.label}</Text>
        {note && (
          <Text slot="description" className={styles['note'] ?? ''}>
            {note}
          </Text>
        )}
      </span>
      {entry.shortcut && (
        <span className={styles['shortcut']}>
          <KeyHint keys={entry.shortcut} />
        </span>
      )}
    </MenuItem>
  )
}
