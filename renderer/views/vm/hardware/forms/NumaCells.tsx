// The NUMA nodes that the guest sees. The last one has what the others leave, so that all together are always the machine's
// processors and memory. What is said of their distances and of the host's memory for them fits them at any time.
import type { Device } from '../../../../../preload/model/hardware.ts'
import {
  type CellMemories,
  type Distances,
  fitCellMemories,
  fitDistances,
  parseCellMemories,
  parseDistances,
  printCellMemories,
  printDistances,
} from '../../../../../preload/model/numa.ts'
import {
  divideEvenly,
  fitCells,
  type GuestCell,
  giveCpus,
  giveMemory,
  parseCells,
  parseCpuSet,
  printCells,
  printCpuSet,
} from '../../../../../preload/model/placement.ts'
import { useWords } from '../../../../store/words.ts'
import { NumberField } from '../../../../ui/Field/Field.tsx'
import { type Editing, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'
import { CellMemoryFields } from './CellMemoryFields.tsx'
import { CpuSetField } from './CpuSetField.tsx'
import { NumaDistances } from './NumaDistances.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

/** All that is said of them. */
interface Numa {
  readonly cells: readonly GuestCell[]
  readonly distances: Distances
  readonly memories: CellMemories
}

export function NumaCells({ editing, device }: Props) {
  const { t } = useWords()
  const number = (field: string) => Number(shownValue(editing, device, field) ?? 0)
  const modules = editing.hardware.devices.filter(({ kind }) => kind === 'memory')
  const moduleKiB = modules.reduce((sum, { values }) => sum + Number(values['sizeMiB'] ?? 0) * 1024, 0)
  const whole = { cpus: number('cpusMaximum'), memoryKiB: number('memoryMaximumKiB') - moduleKiB }
  const written = parseCells(shownValue(editing, device, 'numaCells'))
  const now: Numa = {
    // Amounts that were changed beside them will change them too.
    cells: written.length > 0 ? fitCells(written, whole) : written,
    distances: parseDistances(shownValue(editing, device, 'numaDistances')),
    memories: parseCellMemories(shownValue(editing, device, 'numaMemory')),
  }
  const { cells, distances, memories } = now
  // Always all three, nodes first: what is said of a node comes after it is there.
  const set = (part: Partial<Numa>) => {
    const next = { ...now, ...part }
    const count = next.cells.length
    const isTold = next.distances.length > 0 && count > 0
    const change = (field: string, value: string | null) =>
      ({ do: 'set', device: { kind: device.kind, key: device.key }, field, value }) as const
    editing.change(
      change('numaCells', printCells(next.cells)),
      change('numaDistances', isTold ? printDistances(fitDistances(next.distances, count)) : null),
      change('numaMemory', printCellMemories(fitCellMemories(next.memories, count))),
    )
  }
  const setCount = (count: number) => {
    if (Number.isInteger(count)) set({ cells: count > 0 ? divideEvenly(count, whole) : [] })
  }
  const steps = { more: t('common.increase'), less: t('common.decrease') }
  return (
    <section className={styles['stack']} aria-label={t('placement.cells')}>
      <div className={styles['fields']}>
        <NumberField
          {...steps}
          label={t('placement.cells')}
          description={t('placement.cellsText')}
          value={cells.length}
          // Memory modules belong to a node.
          min={modules.length > 0 ? 1 : 0}
          max={Math.max(1, whole.cpus)}
          onChange={setCount}
        />
      </div>
      {cells.map((cell, at) => {
        const isLast = at === cells.length - 1
        const label = (key: string) => t(key, { number: at })
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a node is its number
          <div key={at} className={styles['fields']}>
            <CpuSetField
              key={printCpuSet(cell.cpus)}
              label={label('placement.cellCpus')}
              value={printCpuSet(cell.cpus)}
              accepts={cpus => cpus.every(cpu => cpu < whole.cpus)}
              isDisabled={isLast}
              error={t('placement.noCpus', { last: whole.cpus - 1 })}
              onChange={text => set({ cells: giveCpus(cells, at, parseCpuSet(text) ?? [], whole) })}
            />
            <NumberField
              {...steps}
              label={label('placement.cellMemory')}
              value={cell.memoryKiB / 1024}
              min={1}
              unit="MiB"
              isDisabled={isLast}
              onChange={mib =>
                Number.isFinite(mib) && set({ cells: giveMemory(cells, at, Math.round(mib) * 1024, whole) })
              }
            />
            <CellMemoryFields
              cell={at}
              memory={memories[at] ?? null}
              hostNodes={editing.options?.nodes.map(({ id }) => id) ?? []}
              isRestricted={shownValue(editing, device, 'numaMode') === 'restrictive'}
              onChange={memory => {
                const { [at]: _, ...others } = memories
                set({ memories: memory ? { ...others, [at]: memory } : others })
              }}
            />
          </div>
        )
      })}
      {cells.length > 1 && <p className={styles['muted']}>{t('placement.lastCell')}</p>}
      {cells.length > 1 && (
        <NumaDistances
          distances={distances}
          count={cells.length}
          onChange={next => set({ distances: next })}
        />
      )}
    </section>
  )
}
