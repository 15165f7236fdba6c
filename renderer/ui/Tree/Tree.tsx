// A source list: a click or an arrow key selects, a double click or Enter opens, ← → fold and unfold.
import type { ReactNode } from 'react'
import {
  Tree as AriaTree,
  Button,
  Collection,
  ListLayout,
  TreeItem,
  TreeItemContent,
  Virtualizer,
} from 'react-aria-components'
import { classes } from '../classes.ts'
import { ChevronRight } from '../icons.ts'
import { ROW_PX, VIRTUAL_FROM } from '../virtual.ts'
import styles from './Tree.module.css'

export interface TreeNode {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  /** A StateMark with its label: it is part of what the row says. */
  readonly mark?: ReactNode
  readonly trailing?: ReactNode
  readonly children?: readonly TreeNode[]
  /** Drawn back: what is known of a host that is away. */
  readonly isDimmed?: boolean
}

interface Props {
  readonly label: string
  readonly items: readonly TreeNode[]
  readonly selected: string | null
  readonly onSelect: (id: string) => void
  readonly expanded: ReadonlySet<string>
  readonly onExpand: (ids: ReadonlySet<string>) => void
  readonly onOpen?: (id: string) => void
  readonly empty?: ReactNode
}

export function Tree({ label, items, selected, onSelect, expanded, onExpand, onOpen, empty }: Props) {
  const isVirtual = countRows(items, expanded) > VIRTUAL_FROM
  const tree = (
    <AriaTree
      aria-label={label}
      items={items}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={selected === null ? [] : [selected]}
      onSelectionChange={keys => {
        for (const key of keys) onSelect(String(key))
      }}
      expandedKeys={expanded}
      onExpandedChange={keys => onExpand(new Set([...keys].map(String)))}
      {...(onOpen && { onAction: key => onOpen(String(key)) })}
      renderEmptyState={() => empty}
      className={classes(styles['tree'], isVirtual && styles['virtual'])}
    >
      {renderNode}
    </AriaTree>
  )
  if (!isVirtual) return tree
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_PX }}>
      {tree}
    </Virtualizer>
  )
}

function renderNode(node: TreeNode) {
  return (
    <TreeItem
      id={node.id}
      textValue={node.label}
      className={classes(styles['item'], node.isDimmed && styles['dimmed'])}
    >
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className={styles['row']}>
            {hasChildItems ? (
              <Button slot="chevron" className={styles['chevron'] ?? ''}>
                <ChevronRight aria-hidden />
              </Button>
            ) : (
              <span className={styles['chevron']} />
            )}
            {node.mark && <span className={styles['icon']}>{node.mark}</span>}
            {node.icon && (
              <span className={styles['icon']} aria-hidden>
                {node.icon}
              </span>
            )}
            <bdi className={styles['label']}>{node.label}</bdi>
            {node.trailing && <span className={styles['trailing']}>{node.trailing}</span>}
          </div>
        )}
      </TreeItemContent>
      <Collection items={node.children ?? []}>{renderNode}</Collection>
    </TreeItem>
  )
}

function countRows(items: readonly TreeNode[], expanded: ReadonlySet<string>): number {
  return items.reduce(
    (count, { id, children = [] }) => count + 1 + (expanded.has(id) ? countRows(children, expanded) : 0),
    0,
  )
}
