// Rows and columns: a click selects (Ctrl and Shift as usual), a double click or Enter opens, a column's head sorts.
// It shows the order it is given; who holds the rows sorts them.
import type { ReactNode } from 'react'
import {
  Table as AriaTable,
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableLayout,
  Virtualizer,
} from 'react-aria-components'
import { classes } from '../classes.ts'
import { ArrowDown, ArrowUp } from '../icons.ts'
import { ROW_PX, VIRTUAL_FROM } from '../virtual.ts'
import styles from './Table.module.css'

export interface TableColumn<Item> {
  readonly id: string
  readonly title: string
  readonly cell: (item: Item) => ReactNode
  /** In px; columns without one share what is left. */
  readonly width?: number
  /** Says which row it is. One column must. */
  readonly isRowHeader?: boolean
  readonly isSortable?: boolean
  readonly align?: 'start' | 'end'
}

export interface TableSort {
  readonly column: string
  readonly descending: boolean
}

interface Props<Item extends { readonly id: string }> {
  readonly label: string
  readonly columns: readonly TableColumn<Item>[]
  readonly rows: readonly Item[]
  readonly selectionMode?: 'none' | 'single' | 'multiple'
  readonly selected?: ReadonlySet<string>
  readonly onSelect?: (ids: ReadonlySet<string>) => void
  readonly onOpen?: (id: string) => void
  readonly sort?: TableSort
  readonly onSort?: (sort: TableSort) => void
  /** Shown without rows, instead of the head alone. */
  readonly empty?: ReactNode
}

export function Table<Item extends { readonly id: string }>({
  label,
  columns,
  rows,
  selectionMode = 'none',
  selected,
  onSelect,
  onOpen,
  sort,
  onSort,
  empty,
}: Props<Item>) {
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>
  const isVirtual = rows.length > VIRTUAL_FROM
  const table = (
    <AriaTable
      aria-label={label}
      className={classes(styles['table'], isVirtual && styles['virtual'])}
      selectionMode={selectionMode}
      selectionBehavior="replace"
      {...(selected && { selectedKeys: selected })}
      onSelectionChange={keys =>
        onSelect?.(keys === 'all' ? new Set(rows.map(row => row.id)) : new Set([...keys].map(String)))
      }
      {...(onOpen && { onRowAction: key => onOpen(String(key)) })}
      {...(sort && {
        sortDescriptor: { column: sort.column, direction: sort.descending ? 'descending' : 'ascending' },
      })}
      onSortChange={next =>
        onSort?.({ column: String(next.column), descending: next.direction === 'descending' })
      }
    >
      <TableHeader className={styles['head'] ?? ''}>
        {columns.map(column => (
          <Column
            key={column.id}
            id={column.id}
            isRowHeader={column.isRowHeader ?? false}
            allowsSorting={column.isSortable ?? false}
            className={classes(styles['column'], styles[column.align ?? 'start'])}
            {...(column.width !== undefined && { width: column.width })}
            {...(column.width !== undefined && !isVirtual && { style: { width: column.width } })}
          >
            {({ sortDirection }) => (
              <span className={styles['title']}>
                {column.title}
                {sortDirection === 'ascending' && <ArrowUp aria-hidden />}
                {sortDirection === 'descending' && <ArrowDown aria-hidden />}
              </span>
            )}
          </Column>
        ))}
      </TableHeader>
      <TableBody items={rows} dependencies={[columns]}>
        {row => (
          <Row id={row.id} className={styles['row'] ?? ''}>
            {columns.map(column => (
              <Cell key={column.id} className={classes(styles['cell'], styles[column.align ?? 'start'])}>
                {column.cell(row)}
              </Cell>
            ))}
          </Row>
        )}
      </TableBody>
    </AriaTable>
  )
  if (!isVirtual) return <div className={styles['scroll']}>{table}</div>
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight: ROW_PX, headingHeight: ROW_PX }}>
      {table}
    </Virtualizer>
  )
}
