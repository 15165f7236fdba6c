import { useMemo, useState } from 'react'
import { Badge } from '../Badge/Badge.tsx'
import { Breadcrumbs } from '../Breadcrumbs/Breadcrumbs.tsx'
import { EmptyState } from '../EmptyState/EmptyState.tsx'
import { HardDrive, Monitor, Network, Search, Server } from '../icons.ts'
import { ListBox } from '../ListBox/ListBox.tsx'
import { Sparkline } from '../Sparkline/Sparkline.tsx'
import { Split } from '../Split/Split.tsx'
import { type Mark, StateMark } from '../StateMark/StateMark.tsx'
import { Stepper } from '../Stepper/Stepper.tsx'
import { Table, type TableSort } from '../Table/Table.tsx'
import { Tabs } from '../Tabs/Tabs.tsx'
import { Tree } from '../Tree/Tree.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

interface Machine {
  readonly id: string
  readonly name: string
  readonly mark: Mark
  readonly state: string
  readonly memoryGiB: number
}

const MARKS: readonly Mark[] = ['running', 'off', 'paused', 'saved', 'crashed', 'unknown', 'busy']

function machines(count: number): readonly Machine[] {
  return Array.from({ length: count }, (_, n) => {
    const mark = MARKS[n % MARKS.length] ?? 'off'
    return { id: `${n}`, name: `web-${`${n}`.padStart(2, '0')}`, mark, state: mark, memoryGiB: (n % 8) + 1 }
  })
}

const wave = Array.from({ length: 60 }, (_, n) => 0.5 + 0.4 * Math.sin(n / 4) * Math.cos(n / 11))

function Spark() {
  return (
    <span style={{ display: 'inline-block', width: 52, height: 14 }}>
      <Sparkline values={wave} label="CPU use" />
    </span>
  )
}

const TREE = [
  {
    id: 'here',
    label: 'This computer',
    icon: <Server />,
    children: [
      ...machines(5).map(({ id, name, mark, state }) => ({
        id,
        label: name,
        mark: <StateMark mark={mark} label={state} />,
        ...(mark === 'running' && { trailing: <Spark /> }),
      })),
      { id: 'storage', label: 'Storage', icon: <HardDrive /> },
    ],
  },
  {
    id: 'lab',
    label: 'lab (ssh)',
    icon: <Server />,
    isDimmed: true,
    children: [{ id: 'x', label: 'build' }],
  },
]

const COLUMNS = [
  {
    id: 'name',
    title: 'Name',
    isRowHeader: true,
    isSortable: true,
    cell: (vm: Machine) => (
      <>
        <StateMark mark={vm.mark} /> {vm.name}
      </>
    ),
  },
  { id: 'state', title: 'State', width: 110, cell: (vm: Machine) => <Badge>{vm.state}</Badge> },
  { id: 'cpu', title: 'CPU', width: 80, cell: () => <Spark /> },
  {
    id: 'memory',
    title: 'Memory',
    width: 110,
    align: 'end' as const,
    isSortable: true,
    cell: (vm: Machine) => `${vm.memoryGiB.toFixed(1)} GiB`,
  },
]

export function ListsSection() {
  const [selected, setSelected] = useState<string | null>('0')
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set(['here']))
  const [rows, setRows] = useState<ReadonlySet<string>>(new Set(['1']))
  const [sort, setSort] = useState<TableSort>({ column: 'name', descending: false })
  const [tab, setTab] = useState('overview')
  const [width, setWidth] = useState(200)
  const few = useMemo(() => machines(6), [])
  const many = useMemo(() => machines(1000), [])
  return (
    <div className={styles['section']}>
      <Shown title="Tree">
        <div className={styles['sidebar']}>
          <Tree
            label="Hosts"
            items={TREE}
            selected={selected}
            onSelect={setSelected}
            expanded={expanded}
            onExpand={setExpanded}
          />
        </div>
        <div className={styles['sidebar']}>
          <ListBox
            label="Devices"
            selected={selected}
            onSelect={setSelected}
            items={[
              { id: '0', label: 'Disk 1', detail: 'vda, 40.0 GiB, virtio', icon: <HardDrive /> },
              { id: '1', label: 'Network 1', detail: 'default', icon: <Network />, trailing: 'virtio' },
              { id: '2', label: 'Display', icon: <Monitor /> },
              { id: '3', label: 'Not here', icon: <Monitor />, isDisabled: true },
            ]}
          />
        </div>
      </Shown>
      <Shown title="Steps, breadcrumbs" isColumn>
        <div style={{ width: 220 }}>
          <Stepper
            label="Steps"
            onGo={() => undefined}
            steps={[
              { id: 'what', title: 'What', state: 'done', stateLabel: 'Done' },
              { id: 'size', title: 'Size and place', state: 'current', stateLabel: 'Now' },
              { id: 'boot', title: 'First boot', state: 'error', stateLabel: 'Needs another look' },
              { id: 'review', title: 'Review', state: 'todo', stateLabel: 'To do' },
            ]}
          />
        </div>
        <Breadcrumbs
          label="Place"
          onGo={() => undefined}
          items={[
            { id: 'host', label: 'This computer' },
            { id: 'storage', label: 'Storage' },
            { id: 'default', label: 'default' },
          ]}
        />
      </Shown>
      <Shown title="Table, few rows" isColumn>
        <Table
          label="VMs"
          columns={COLUMNS}
          rows={few}
          selectionMode="multiple"
          selected={rows}
          onSelect={setRows}
          onOpen={() => undefined}
          sort={sort}
          onSort={setSort}
        />
      </Shown>
      <Shown title="Table, 1,000 rows" isColumn>
        <div style={{ height: 196 }}>
          <Table
            label="Many VMs"
            columns={COLUMNS}
            rows={many}
            selectionMode="multiple"
            selected={rows}
            onSelect={setRows}
            sort={sort}
            onSort={setSort}
          />
        </div>
      </Shown>
      <Shown title="Tabs" isColumn>
        <div className={styles['pane']}>
          <Tabs
            label="VM"
            selected={tab}
            onSelect={setTab}
            tabs={[
              { id: 'console', title: 'Console', content: <p className={styles['filling']}>Console</p> },
              { id: 'overview', title: 'Overview', content: <p className={styles['filling']}>Overview</p> },
              {
                id: 'snapshots',
                title: 'Snapshots',
                badge: <Badge>3</Badge>,
                content: <p className={styles['filling']}>Snapshots</p>,
              },
              { id: 'xml', title: 'XML', isDisabled: true, content: null },
            ]}
          />
        </div>
      </Shown>
      <Shown title="Split, empty" isColumn>
        <div className={styles['split']}>
          <Split
            label="Width of the list"
            size={width}
            onResize={setWidth}
            min={120}
            max={360}
            pane={<p className={styles['filling']}>Drag the line, or use the arrow keys.</p>}
          >
            <EmptyState icon={<Search />} title="Nothing matches “wbe”">
              Look for part of a name.
            </EmptyState>
          </Split>
        </div>
      </Shown>
    </div>
  )
}
