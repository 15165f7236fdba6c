// Who runs where: on the left all that can be pinned, on the right the host's processors as they lie. What is chosen on the left
// is pinned by pressing processors on the right, or by typing a set of them.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import {
  parseCpuSet,
  parsePins,
  pinOneToOne,
  printCpuSet,
  printPins,
} from '../../../../../preload/model/placement.ts'
import { useWords, type Words } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { ListBox } from '../../../../ui/ListBox/ListBox.tsx'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'
import { CpuSetField } from './CpuSetField.tsx'
import { HostPicture } from './HostPicture.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

/** Something that runs on processors of the host. */
interface Runner {
  readonly id: string
  readonly label: string
  /** Null: wherever all of the guest's processors may. */
  readonly cpus: string | null
  readonly pin: (cpus: string | null) => void
}

export function Placement({ editing, device }: Props) {
  const words = useWords()
  const { t } = words
  const runners = listRunners(editing, device, words)
  const [id, setId] = useState('all')
  const chosen = runners.find(runner => runner.id === id) ?? runners[0]
  const nodes = editing.options?.nodes ?? []
  const count = Number(shownValue(editing, device, 'cpusMaximum') ?? 1)
  const oneToOne = pinOneToOne(count, nodes)
  const setPins = setterOf(editing, device, 'vcpuPins')
  if (!chosen) return null
  const pinned = chosen.cpus === null ? [] : (parseCpuSet(chosen.cpus) ?? [])
  const toggle = (cpu: number, on: boolean) =>
    chosen.pin(printCpuSet(on ? [...pinned, cpu] : pinned.filter(other => other !== cpu)) || null)
  return (
    <section className={styles['stack']} aria-label={t('placement.title')}>
      <p className={styles['muted']}>{t('placement.text')}</p>
      <div className={styles['placement']}>
        <div className={styles['runners']}>
          <ListBox
            label={t('placement.runners')}
            items={runners.map(({ id, label, cpus }) => ({
              id,
              label,
              detail: cpus ?? t('placement.anywhere'),
            }))}
            selected={chosen.id}
            onSelect={setId}
          />
        </div>
        <div className={styles['stack']}>
          <HostPicture
            nodes={nodes}
            label={t('placement.picture', { runner: chosen.label })}
            pinned={pinned}
            runnersOn={cpu =>
              runners
                .filter(runner => runner.cpus !== null && parseCpuSet(runner.cpus)?.includes(cpu))
                .map(runner => runner.label)
            }
            onToggle={toggle}
          />
          <CpuSetField
            key={`${chosen.id} ${chosen.cpus}`}
            label={t('placement.set', { runner: chosen.label })}
            value={chosen.cpus ?? ''}
            error={t('placement.noSet')}
            onChange={text => chosen.pin(text || null)}
          />
          <div className={styles['head']}>
            <Button isDisabled={oneToOne === null} onPress={() => oneToOne && setPins(printPins(oneToOne))}>
              {t('placement.oneToOne')}
            </Button>
            <Button onPress={() => setPins(null)}>{t('placement.letGo')}</Button>
          </div>
          {oneToOne === null && nodes.length > 0 && (
            <p className={styles['muted']}>{t('placement.tooFew')}</p>
          )}
        </div>
      </div>
    </section>
  )
}

function listRunners(editing: Editing, device: Device, { t }: Words): readonly Runner[] {
  const shown = (field: string) => shownValue(editing, device, field)
  const whole = (id: string, field: string, label: string): Runner => ({
    id,
    label,
    cpus: shown(field),
    pin: setterOf(editing, device, field),
  })
  const each = (field: string, numbers: readonly number[], label: (number: number) => string): Runner[] => {
    const pins = parsePins(shown(field))
    const set = setterOf(editing, device, field)
    return numbers.map(number => ({
      id: `${field} ${number}`,
      label: label(number),
      cpus: pins[number] ?? null,
      pin: cpus => {
        const { [number]: _, ...others } = pins
        set(printPins(cpus === null ? others : { ...others, [number]: cpus }))
      },
    }))
  }
  const count = (field: string) => Number(shown(field) ?? 0)
  return [
    whole('all', 'cpuSet', t('placement.all')),
    ...each('vcpuPins', numbersFrom(0, count('cpusMaximum')), number => t('placement.vcpu', { number })),
    whole('emulator', 'emulatorPin', t('placement.emulator')),
    ...each('ioThreadPins', numbersFrom(1, count('ioThreads')), number =>
      t('placement.ioThread', { number }),
    ),
  ]
}

function numbersFrom(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => first + n)
}
