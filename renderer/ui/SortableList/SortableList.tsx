// A list whose rows are put in order: by dragging, or with the keyboard by their handles.
import type { ReactNode } from 'react'
import { Button, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { GripVertical } from '../icons.ts'
import styles from './SortableList.module.css'

interface Row {
  readonly id: string
  /** For who does not see it. */
  readonly label: string
  readonly content: ReactNode
}

interface Props {
  readonly label: string
  readonly rows: readonly Row[]
  /** What the handle of a row is called. */
  readonly handleLabel: (row: string) => string
  /** @param ids of all rows, in the new order */
  readonly onOrder: (ids: readonly string[]) => void
}

export function SortableList({ label, rows, handleLabel, onOrder }: Props) {
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: keys => [...keys].map(key => ({ 'text/plain': String(key) })),
    onReorder: ({ keys, target }) => {
      const moved = rows.map(({ id }) => id).filter(id => keys.has(id))
      const rest = rows.map(({ id }) => id).filter(id => !keys.has(id))
      const at = rest.indexOf(String(target.key)) + (target.dropPosition === 'after' ? 1 : 0)
      onOrder([...rest.slice(0, at), ...moved, ...rest.slice(at)])
    },
  })
  return (
    <GridList
      aria-label={label}
      items={rows}
      dragAndDropHooks={dragAndDropHooks}
      keyboardNavigationBehavior="tab"
      className={styles['list'] ?? ''}
    >
      {row => (
        <GridListItem id={row.id} textValue={row.label} className={styles['row'] ?? ''}>
          <Button slot="drag" aria-label={handleLabel(row.label)} className={styles['handle'] ?? ''}>
            <GripVertical aria-hidden />
          </Button>
          {row.content}
        </GridListItem>
      )}
    </GridList>
  )
}
