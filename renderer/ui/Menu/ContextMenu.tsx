// A menu at a place of the window, for what is there.
import { useRef } from 'react'
import styles from './Menu.module.css'
import { type MenuEntry, MenuPopover, type MenuSeparator } from './MenuItems.tsx'

interface Props {
  readonly label: string
  readonly at: { readonly x: number; readonly y: number }
  readonly entries: readonly (MenuEntry | MenuSeparator)[]
  readonly onAction: (id: string) => void
  readonly onClose: () => void
}

export function ContextMenu({ label, at, entries, onAction, onClose }: Props) {
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span ref={anchor} className={styles['anchor']} style={{ left: at.x, top: at.y }} />
      <MenuPopover
        label={label}
        anchor={anchor}
        entries={entries}
        onAction={id => {
          onClose()
          onAction(id)
        }}
        onClose={onClose}
      />
    </>
  )
}
