// The NUMA nodes that the guest sees. The last one has what the others leave, so that all together are always the machine's
// processors and memory.
import type { Device } from '../../../../../preload/model/hardware.ts'
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
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'
import { CpuSetField } from './CpuSetField.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

export function NumaCells({ editing, device }: Props) {
  const { t } = useWords()
  const number = (field: string) => Number(shownValue(editing, device, field) ?? 0)
  const modules = editing.hardware.devices.filter(({ kind }) => kind === 'memory')
  const moduleKiB = modules.reduce((sum, { values }) => sum + Number(values['sizeMiB'] ?? 0) * 1024, 0)
  const whole = { cpus: number('cpusMaximum'), memoryKiB: number('memoryMaximumKiB') - moduleKiB }
  const value = shownValue(editing, device, 'numaCells')
  const written = parseCells(value)
  // Amounts that were changed beside them will change them too.
  const cells = written.length > 0 ? fitCells(written, whole) : written
  const setValue = setterOf(editing, device, 'numaCells')
  const set = (next: readonly GuestCell[]) => setValue(printCells(next))
  const setCount = (count: number) => {
    if (Number.isInteger(count)) set(count > 0 ? divideEvenly(count, whole) : [])
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
              most={whole.cpus}
              isDisabled={isLast}
              error={t('placement.noCpus', { last: whole.cpus - 1 })}
              onChange={text => set(giveCpus(cells, at, parseCpuSet(text) ?? [], whole))}
            />
            <NumberField
              {...steps}
              label={label('placement.cellMemory')}
              value={cell.memoryKiB / 1024}
              min={1}
              unit="MiB"
              isDisabled={isLast}
              onChange={mib =>
                Number.isFinite(mib) && set(giveMemory(cells, at, Math.round(mib) * 1024, whole))
              }
            />
          </div>
        )
      })}
      {cells.length > 1 && <p className={styles['muted']}>{t('placement.lastCell')}</p>}
    </section>
  )
}
