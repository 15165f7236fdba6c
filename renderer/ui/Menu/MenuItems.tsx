// The entries of a menu. One that is not possible now can still be reached: it says why, and does nothing.
import type { ReactNode, RefObject } from 'react'
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

/** Below a button, which opens and closes it. */
export function MenuItems(props: Props) {
  return (
    <Popover className={styles['popover'] ?? ''} placement="bottom end" offset={4}>
      <Entries {...props} />
    </Popover>
  )
}

interface PopoverProps extends Props {
  readonly label: string
  readonly anchor: RefObject<Element | null>
  readonly onClose: () => void
}

/** Open, beside whatever it is about. */
export function MenuPopover({ label, anchor, onClose, ...props }: PopoverProps) {
  return (
    <Popover
      isOpen
      aria-label={label}
      triggerRef={anchor}
      className={styles['popover'] ?? ''}
      placement="bottom start"
      offset={0}
      onOpenChange={isOpen => {
        if (!isOpen) onClose()
      }}
    >
      <Entries {...props} label={label} />
    </Popover>
  )
}

function Entries({ entries, onAction, label }: Props & { readonly label?: string }) {
  const refused = new Set(
    entries.flatMap(entry => ('separator' in entry || entry.disabledReason === undefined ? [] : [entry.id])),
  )
  const hasIcons = entries.some(entry => !('separator' in entry) && entry.icon)
  return (
    <AriaMenu
      {...(label !== undefined && { 'aria-label': label, autoFocus: 'first' as const })}
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
