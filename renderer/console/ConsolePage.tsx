// A machine's console: its screen over SPICE or VNC and its text consoles. Those that were looked at stay connected
// behind the one that is seen.
import { type ReactNode, useState } from 'react'
import { objectKey } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { useWords } from '../store/words.ts'
import { Banner } from '../ui/Banner/Banner.tsx'
import { Button } from '../ui/Button/Button.tsx'
import { EmptyState } from '../ui/EmptyState/EmptyState.tsx'
import { Select } from '../ui/Field/Field.tsx'
import { ExternalLink, MonitorOff, Play } from '../ui/icons.ts'
import { VisuallyHidden } from '../ui/VisuallyHidden/VisuallyHidden.tsx'
import styles from './ConsolePage.module.css'
import { DisplayScreen } from './DisplayScreen.tsx'
import { openSpice } from './spice/spice-display.ts'
import { TextScreen } from './TextScreen.tsx'
import { type FullScreen, useFullScreen } from './use-full-screen.ts'
import { openVnc } from './vnc/vnc-display.ts'

interface Props {
  readonly vm: Vm
  /** In a window of its own there is nothing to detach. */
  readonly detached?: boolean
}

export function ConsolePage({ vm, detached = false }: Props) {
  const { t } = useWords()
  const hasWindow = useMirror(state => state.objects.ownWindow[objectKey(vm.host, vm.uuid)] !== undefined)
  const isOn =
    vm.state === 'running' ||
    vm.state === 'paused' ||
    vm.state === 'shutting-down' ||
    vm.state === 'suspended'
  const isElsewhere = isOn && hasWindow && !detached
  const said = isElsewhere ? 'console.elsewhere' : 'console.off'
  return (
    <div className={styles['page']}>
      {/* Always there: a screen reader hears of what changes in it. What is connected says so itself. */}
      <VisuallyHidden>
        <span role="status">{(!isOn || isElsewhere) && t(said, { name: vm.name })}</span>
      </VisuallyHidden>
      {!isOn && <Off vm={vm} />}
      {isElsewhere && <Elsewhere vm={vm} />}
      {isOn && !isElsewhere && (
        <>
          {vm.graphics.length === 0 && (
            <Banner kind="info" title={t('console.none')}>
              {t('console.noneText')}
            </Banner>
          )}
          <Screens key={`${vm.host} ${vm.uuid}`} vm={vm} detached={detached} />
        </>
      )}
    </div>
  )
}

function Off({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  return (
    <EmptyState
      icon={<MonitorOff />}
      title={t('console.off', { name: vm.name })}
      actions={
        <Button
          variant="primary"
          icon={<Play />}
          onPress={() => void ask('vm.start', { host: vm.host, vm: vm.uuid })}
        >
          {t('action.start')}
        </Button>
      }
    >
      {t('console.offText')}
    </EmptyState>
  )
}

/** It is connected once: where it is, one looks at it. */
function Elsewhere({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const ref = { host: vm.host, vm: vm.uuid }
  return (
    <EmptyState
      icon={<ExternalLink />}
      title={t('console.elsewhere', { name: vm.name })}
      actions={
        <>
          <Button variant="primary" onPress={() => void ask('window.detachConsole', ref)}>
            {t('console.showWindow')}
          </Button>
          <Button onPress={() => void ask('window.attachConsole', ref)}>{t('console.bringBack')}</Button>
        </>
      }
    >
      {t('console.elsewhereText')}
    </EmptyState>
  )
}

/** One of several text consoles is chosen by its device. */
type Choice =
  | { readonly id: string; readonly kind: 'spice' | 'vnc' }
  | { readonly id: string; readonly kind: 'serial'; readonly device: string | null }

function choicesOf({ graphics, serials }: Vm): Choice[] {
  const displays = [...new Set(graphics.map(g => g.kind))].map(kind => ({ id: kind, kind }))
  if (serials.length > 1)
    return [
      ...displays,
      ...serials.map(device => ({ id: `serial ${device}`, kind: 'serial', device }) as const),
    ]
  const isShown = serials.length === 1 || displays.length === 0
  return isShown ? [...displays, { id: 'serial', kind: 'serial', device: null }] : displays
}

function Screens({ vm, detached }: Required<Props>) {
  const { t } = useWords()
  const choices = choicesOf(vm)
  const [chosen, setChosen] = useState<string | null>(null)
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const full = useFullScreen(objectKey(vm.host, vm.uuid))
  const onDetach = detached
    ? undefined
    : () => void ask('window.detachConsole', { host: vm.host, vm: vm.uuid })
  const current = choices.find(({ id }) => id === chosen) ?? choices[0]
  const labelOf = (choice: Choice) =>
    choice.kind === 'serial' && choice.device
      ? t('console.serialDevice', { device: choice.device })
      : t(`console.${choice.kind}`)
  const kinds = (
    <div className={styles['kind']}>
      <Select
        label={t('console.kind')}
        value={current?.id ?? ''}
        onChange={id => {
          setSeen(new Set([...seen, current?.id ?? '', id]))
          setChosen(id)
        }}
        options={choices.map(choice => ({ id: choice.id, label: labelOf(choice) }))}
      />
    </div>
  )
  const shared = { vm, full, onDetach }
  return (
    <div className={styles['screens']} data-full={full.isFull}>
      {choices.map(choice => {
        const isShown = choice === current
        if (!isShown && !seen.has(choice.id)) return null
        return (
          // Hidden it keeps its size: neither the guest nor the terminal is to be made anew for being looked away from.
          <div key={choice.id} className={styles['screen']} data-shown={isShown}>
            {choice.kind === 'serial' ? (
              <TextScreen {...shared} device={choice.device} kinds={kinds} />
            ) : (
              <MachineDisplay {...shared} kind={choice.kind} lead={kinds} />
            )}
          </div>
        )
      })}
    </div>
  )
}

interface MachineDisplayProps {
  readonly vm: Vm
  readonly kind: 'spice' | 'vnc'
  readonly lead: ReactNode
  readonly full: FullScreen
  readonly onDetach: (() => void) | undefined
}

function MachineDisplay({ vm, kind, ...props }: MachineDisplayProps) {
  const machine = objectKey(vm.host, vm.uuid)
  const isCrowded = useMirror(state => state.objects.crowd[`${machine}/${kind}`] !== undefined)
  const ref = { host: vm.host, vm: vm.uuid }
  return (
    <DisplayScreen
      {...props}
      kind={kind}
      name={vm.name}
      machine={machine}
      isCrowded={isCrowded}
      open={(frame, events) =>
        kind === 'spice' ? openSpice(frame, ref, events) : openVnc(frame, ref, events)
      }
    />
  )
}
