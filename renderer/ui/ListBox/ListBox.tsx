// A list to choose one from, always in sight: devices, volumes.
import type { ReactNode } from 'react'
import { ListBox as AriaListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components'
import { classes } from '../classes.ts'
import { ROW_PX, VIRTUAL_FROM } from '../virtual.ts'
import styles from './ListBox.module.css'

interface Item {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon?: ReactNode
  readonly mark?: ReactNode
  readonly trailing?: ReactNode
  readonly isDisabled?: boolean
}

interface Props {
  readonly label: string
  readonly items: readonly Item[]
  readonly selected: string | null
  readonly onSelect: (id: string) => void
  readonly onOpen?: (id: string) => void
  /** The context menu was asked for, by mouse or keyboard: where, in the window. */
  readonly onContext?: (id: string, at: { readonly x: number; readonly y: number }) => void
  readonly empty?: ReactNode
}

export function ListBox({ label, items, selected, onSelect, onOpen, onContext, empty }: Props) {
  const isVirtual = items.length > VIRTUAL_FROM
  const list = (
    <AriaListBox
      aria-label={label}
      items={items}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={selected === null ? [] : [selected]}
      onSelectionChange={keys => {
        for (const key of keys) onSelect(String(key))
      }}
      {...(onOpen && { onAction: key => onOpen(String(key)) })}
      renderEmptyState={() => empty}
      className={classes(styles['list'], isVirtual && styles['virtual'])}
    >
      {renderItem}
    </AriaListBox>
  )
  const whole = isVirtual ? (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowSize: ROW_PX }}>
      {list}
    </Virtualizer>
  ) : (
    list
  )
  if (!onContext) return whole
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the items are what is pressed, and they bubble
    <div
      className={styles['context']}
      onContextMenu={event => {
        const item = event.target instanceof Element ? event.target.closest('[data-key]') : null
        const id = item?.getAttribute('data-key')
        if (!item || id == null) return
        event.preventDefault()
        // By the keyboard it comes from no place: below the item then.
        const { left, bottom } = item.getBoundingClientRect()
        const isPointed = event.button === 2
        onContext(id, isPointed ? { x: event.clientX, y: event.clientY } : { x: left + 8, y: bottom })
      }}
    >
      {whole}
    </div>
  )
}

function renderItem(item: Item) {
  return (
    <ListBoxItem
      id={item.id}
      textValue={item.label}
      isDisabled={item.isDisabled ?? false}
      className={styles['item'] ?? ''}
    >
      {item.mark}
      {item.icon && (
        <span className={styles['icon']} aria-hidden>
          {item.icon}
        </span>
      )}
      <span className={styles['text']}>
        <span className={styles['label']}>{item.label}</span>
        {item.detail && <span className={styles['detail']}>{item.detail}</span>}
      </span>
      {item.trailing && <span className={styles['trailing']}>{item.trailing}</span>}
    </ListBoxItem>
  )
}
