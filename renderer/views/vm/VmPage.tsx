// A machine: what it does now, what can be done with it, and its views.
import { lazy, Suspense } from 'react'
import { ACTIONS, type Action, type ActionId, powerActions } from '../../../preload/actions.ts'
import type { HostId, Uuid } from '../../../preload/model/ids.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ConsolePage } from '../../console/ConsolePage.tsx'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { doPower } from '../../store/power.ts'
import { replace, type VmTab } from '../../store/route.ts'
import { askAbout } from '../../store/vm-dialog.ts'
import { errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { EmptyState } from '../../ui/EmptyState/EmptyState.tsx'
import { Ellipsis, MonitorOff, Pause, Play, Power, RotateCw } from '../../ui/icons.ts'
import { MenuButton } from '../../ui/Menu/Menu.tsx'
import { ProgressBar } from '../../ui/ProgressBar/ProgressBar.tsx'
import { StateMark } from '../../ui/StateMark/StateMark.tsx'
import { Tabs } from '../../ui/Tabs/Tabs.tsx'
import { HardwareTab } from './hardware/HardwareTab.tsx'
import { HistoryTab } from './history/HistoryTab.tsx'
import { markOf } from './marks.ts'
import { Overview } from './overview/Overview.tsx'
import { PerformanceTab } from './performance/PerformanceTab.tsx'
import { SnapshotsTab } from './snapshots/SnapshotsTab.tsx'
import { TrialBanner } from './TrialBanner.tsx'
import styles from './VmPage.module.css'

// The editor is large, and most people never see it.
const XmlTab = lazy(() => import('./xml/XmlTab.tsx').then(module => ({ default: module.XmlTab })))

interface Props {
  readonly host: HostId
  readonly uuid: Uuid
  readonly tab: VmTab | null
}

export function VmPage({ host, uuid, tab }: Props) {
  const { t } = useWords()
  const vm = useMirror(state => state.objects.vm[`${host}/${uuid}`])
  if (!vm) {
    return (
      <EmptyState icon={<MonitorOff />} title={t('vm.gone')}>
        {t('vm.goneText')}
      </EmptyState>
    )
  }
  const shown = tab ?? (vm.state === 'off' ? 'overview' : 'console')
  return (
    <div className={styles['page']}>
      <VmToolbar vm={vm} />
      <div className={styles['banner']}>
        <TrialBanner vm={vm} />
      </div>
      <Tabs
        label={t('vm.tabs', { name: vm.name })}
        selected={shown}
        onSelect={id => replace({ at: 'vm', host, vm: uuid, tab: id as VmTab })}
        tabs={[
          { id: 'console', title: t('vm.console'), content: <ConsolePage vm={vm} /> },
          { id: 'overview', title: t('vm.overview'), content: <Overview vm={vm} /> },
          { id: 'hardware', title: t('vm.hardware'), content: <HardwareTab key={vm.uuid} vm={vm} /> },
          { id: 'snapshots', title: t('vm.snapshots'), content: <SnapshotsTab vm={vm} /> },
          {
            id: 'performance',
            title: t('vm.performance'),
            content: <PerformanceTab key={vm.uuid} vm={vm} />,
          },
          {
            id: 'xml',
            title: t('vm.xml'),
            content: (
              <Suspense fallback={null}>
                <XmlTab key={vm.uuid} vm={vm} />
              </Suspense>
            ),
          },
          { id: 'history', title: t('vm.history'), content: <HistoryTab key={vm.uuid} vm={vm} /> },
        ]}
      />
    </div>
  )
}

const ICONS: Partial<Record<ActionId, React.ReactNode>> = {
  'vm.start': <Play />,
  'vm.resume': <Play />,
  'vm.pause': <Pause />,
  'vm.shutdown': <Power />,
  'vm.reboot': <RotateCw />,
}

/** The two most wanted actions as buttons, the others in a menu. */
function VmToolbar({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const key = `${vm.host}/${vm.uuid}`
  const tasks = useMirror(state => state.objects.task)
  const mine = Object.values(tasks).filter(task => task.about.includes(key))
  const running = mine.find(task => task.endedAt === null)
  const failed = mine.filter(task => task.state === 'failed').at(-1)
  const canStartAfresh = failed?.error?.code === 'vm.cannotGoOn' && vm.state === 'saved'
  const possible = powerActions(vm.state)
  const buttons: ActionId[] = possible.filter(id => !(ACTIONS[id] as Action).danger).slice(0, 2)
  const rest: ActionId[] = [
    ...possible.filter(id => !buttons.includes(id)),
    ...(vm.state === 'running' || vm.state === 'paused'
      ? (['vm.backup', 'vm.saveFile', 'vm.dump'] as const)
      : []),
    ...(vm.state === 'saved' ? (['vm.savedXml'] as const) : []),
    ...(vm.state === 'off' ? (['vm.restoreFile', 'vm.rename', 'vm.clone'] as const) : []),
    'vm.delete',
  ]
  const act = (id: ActionId) => {
    if (id === 'vm.delete') askAbout('delete', vm)
    else if (id === 'vm.rename') askAbout('rename', vm)
    else if (id === 'vm.clone') askAbout('clone', vm)
    else if (id === 'vm.backup') askAbout('backup', vm)
    else if (id === 'vm.dump') askAbout('dump', vm)
    else if (id === 'vm.saveFile') askAbout('saveFile', vm)
    else if (id === 'vm.savedXml') askAbout('savedXml', vm)
    else if (id === 'vm.restoreFile') askAbout('restoreFile', vm)
    else doPower(id as (typeof possible)[number], vm)
  }
  return (
    <>
      <div className={styles['toolbar']}>
        <div className={styles['who']}>
          <StateMark mark={running ? 'busy' : markOf(vm.state)} />
          <h1 className={styles['name']}>
            <bdi>{vm.name}</bdi>
          </h1>
          <span className={styles['state']}>{t(`state.${vm.state}`)}</span>
          {vm.virtType === 'qemu' && <span className={styles['slow']}>{t('vm.slow')}</span>}
          <span className={styles['space']}>
            {running && (
              <ProgressBar
                label={t('task.progress', { label: t(`task.${running.label.key}`, running.label.params) })}
                value={running.progress}
              />
            )}
          </span>
        </div>
        <div className={styles['actions']}>
          {buttons.map(id => (
            <Button key={id} icon={ICONS[id]} onPress={() => act(id)}>
              {t(ACTIONS[id].label)}
            </Button>
          ))}
          <MenuButton
            label={t('vm.moreActions')}
            icon={<Ellipsis />}
            entries={rest.map(id => {
              const { label, shortcut, danger }: Action = ACTIONS[id]
              return {
                id,
                label: t(label),
                ...(shortcut && { shortcut: shortcut.replace('Mod', 'Ctrl') }),
                ...(danger && { danger }),
              }
            })}
            onAction={id => act(id as ActionId)}
          />
        </div>
      </div>
      {failed?.error && (
        <div className={styles['banner']}>
          <Banner
            kind="danger"
            title={errorText(failed.error, t)}
            actions={
              <>
                {canStartAfresh && (
                  <Button
                    onPress={() => {
                      void ask('task.dismiss', { task: failed.id })
                      void ask('vm.startAfresh', { host: vm.host, vm: vm.uuid })
                    }}
                  >
                    {t('vm.startAfresh')}
                  </Button>
                )}
                <Button onPress={() => void ask('task.dismiss', { task: failed.id })}>
                  {t('common.close')}
                </Button>
              </>
            }
            details={
              failed.error.detail ? { label: t('common.details'), text: failed.error.detail } : undefined
            }
          >
            {canStartAfresh && t('vm.startAfreshText')}
          </Banner>
        </div>
      )}
    </>
  )
}
