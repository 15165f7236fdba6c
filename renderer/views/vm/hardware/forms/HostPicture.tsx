// The host's processors as they lie: NUMA nodes with their memory, sockets in them, threads of one core side by side.
import { Fragment } from 'react'
import type { HostCpu, HostNode } from '../../../../../preload/model/placement.ts'
import { formatKiB } from '../../../../format/bytes.ts'
import { useWords } from '../../../../store/words.ts'
import { ToggleButton } from '../../../../ui/ToggleButton/ToggleButton.tsx'
import styles from './HostPicture.module.css'

interface Props {
  readonly nodes: readonly HostNode[]
  readonly label: string
  readonly pinned: readonly number[]
  /** Names of all that are pinned to one. */
  readonly runnersOn: (cpu: number) => readonly string[]
  readonly onToggle: (cpu: number, on: boolean) => void
}

export function HostPicture({ nodes, label, pinned, runnersOn, onToggle }: Props) {
  const { t, language } = useWords()
  if (nodes.length === 0) return <p className={styles['muted']}>{t('placement.noPicture')}</p>
  return (
    <fieldset className={styles['host']}>
      <legend>{label}</legend>
      {nodes.map(node => (
        <fieldset key={node.id} className={styles['node']}>
          <legend>
            {t('placement.node', { number: node.id, memory: formatKiB(node.memoryKiB, language) })}
          </legend>
          {groupBy(node.cpus, cpu => `${cpu.socket} ${cpu.die}`).map(([key, cpus]) => (
            <Fragment key={key}>
              <span className={styles['socket']}>{socketText(cpus[0], t)}</span>
              <span className={styles['cores']}>
                {groupBy(cpus, cpu => String(cpu.core)).map(([core, threads]) => (
                  <span key={core} className={styles['core']}>
                    {threads.map(({ id }) => (
                      <Cpu
                        key={id}
                        id={id}
                        isPinned={pinned.includes(id)}
                        runners={runnersOn(id)}
                        onToggle={on => onToggle(id, on)}
                      />
                    ))}
                  </span>
                ))}
              </span>
            </Fragment>
          ))}
        </fieldset>
      ))}
    </fieldset>
  )
}

interface CpuProps {
  readonly id: number
  readonly isPinned: boolean
  readonly runners: readonly string[]
  readonly onToggle: (on: boolean) => void
}

/** A bar below the number where anybody is pinned to it: who, its name says. */
function Cpu({ id, isPinned, runners, onToggle }: CpuProps) {
  const { t } = useWords()
  const name = t('placement.hostCpu', { number: id })
  return (
    <span className={styles['cpu']} data-used={runners.length > 0 || undefined}>
      <ToggleButton
        isIconOnly
        label={runners.length > 0 ? `${name}: ${runners.join(', ')}` : name}
        icon={<span className={styles['number']}>{id}</span>}
        isSelected={isPinned}
        onChange={onToggle}
      />
    </span>
  )
}

function socketText(
  cpu: HostCpu | undefined,
  t: (key: string, params?: Record<string, number>) => string,
): string {
  return t(cpu?.die ? 'placement.die' : 'placement.socket', { socket: cpu?.socket ?? 0, die: cpu?.die ?? 0 })
}

/** In the order in which each group is first met. */
function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>()
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups]
}
