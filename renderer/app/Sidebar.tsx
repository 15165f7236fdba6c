// The sidebar is the navigation: hosts, their machines, and what belongs to the window.
import { useState } from 'react'
import { Input, SearchField } from 'react-aria-components'
import type { Host } from '../../preload/model/host.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { useMirror } from '../store/mirror.ts'
import { go, type Route, useRoute } from '../store/route.ts'
import { homeHost, vmsOf } from '../store/selectors.ts'
import { hostName, useWords } from '../store/words.ts'
import { Button } from '../ui/Button/Button.tsx'
import { Plus, Server, Settings, ShieldCheck } from '../ui/icons.ts'
import { Sparkline } from '../ui/Sparkline/Sparkline.tsx'
import { StateMark } from '../ui/StateMark/StateMark.tsx'
import { markOf } from '../views/vm/marks.ts'
import styles from './Sidebar.module.css'

export function Sidebar() {
  const { t } = useWords()
  const route = useRoute()
  const hosts = useMirror(state => state.objects.host)
  const [filter, setFilter] = useState('')
  return (
    <aside className={styles['sidebar']} aria-label={t('sidebar.label')}>
      <SearchField
        aria-label={t('sidebar.filter')}
        value={filter}
        onChange={setFilter}
        className={styles['filter'] ?? ''}
      >
        <Input placeholder={t('sidebar.filter')} />
      </SearchField>
      <nav className={styles['tree']} aria-label={t('sidebar.label')}>
        {Object.values(hosts).map(host => (
          <HostBranch key={host.id} host={host} filter={filter} route={route} onClear={() => setFilter('')} />
        ))}
        <Row selected={route.at === 'connect'} onPress={() => go({ at: 'connect' })}>
          <Plus aria-hidden />
          <span className={styles['name']}>{t('action.connect')}</span>
        </Row>
      </nav>
      <nav className={styles['tools']} aria-label={t('sidebar.tools')}>
        <Button
          variant="primary"
          icon={<Plus />}
          onPress={() => go({ at: 'new', host: 'host' in route ? route.host : null })}
        >
          {t('action.new')}
        </Button>
        <Button
          variant="quiet"
          icon={<ShieldCheck />}
          aria-label={t('action.readiness')}
          onPress={() => go({ at: 'readiness' })}
        />
        <Button
          variant="quiet"
          icon={<Settings />}
          aria-label={t('action.settings')}
          onPress={() => go({ at: 'settings' })}
        />
      </nav>
    </aside>
  )
}

interface BranchProps {
  readonly host: Host
  readonly filter: string
  readonly route: Route
  readonly onClear: () => void
}

function HostBranch({ host, filter, route, onClear }: BranchProps) {
  const { t } = useWords()
  const all = useMirror(state => vmsOf(state.objects.vm, host.id))
  const wanted = filter.trim().toLowerCase()
  const shown = wanted
    ? all.filter(vm => [vm.name, ...vm.tags].some(text => text.toLowerCase().includes(wanted)))
    : all
  const away = host.connection.state !== 'ready'
  const home = useMirror(state => homeHost(state.objects.host))
  const here = route.at === 'home' ? home?.id === host.id : route.at === 'host' && route.host === host.id
  return (
    <section className={away ? styles['away'] : ''}>
      <Row selected={here} onPress={() => go({ at: 'host', host: host.id })}>
        <Server aria-hidden />
        <span className={styles['name']}>{hostName(host, t)}</span>
        {away && (
          <StateMark
            mark={host.connection.state === 'connecting' ? 'busy' : 'unknown'}
            label={t('host.connecting')}
          />
        )}
      </Row>
      <ul>
        {shown.map(vm => (
          <li key={vm.uuid}>
            <VmRow vm={vm} selected={route.at === 'vm' && route.vm === vm.uuid && route.host === vm.host} />
          </li>
        ))}
      </ul>
      {wanted !== '' && all.length > 0 && shown.length === 0 && (
        <p className={styles['noMatch']}>
          {t('sidebar.noMatch', { filter })} <Button onPress={onClear}>{t('sidebar.clear')}</Button>
        </p>
      )}
    </section>
  )
}

function VmRow({ vm, selected }: { readonly vm: Vm; readonly selected: boolean }) {
  const { t } = useWords()
  const key = `${vm.host}/${vm.uuid}`
  const samples = useMirror(state => state.samples[key])
  const busy = useMirror(state =>
    Object.values(state.objects.task).some(task => task.endedAt === null && task.about.includes(key)),
  )
  return (
    <Row selected={selected} onPress={() => go({ at: 'vm', host: vm.host, vm: vm.uuid, tab: null })}>
      <StateMark mark={busy ? 'busy' : markOf(vm.state)} label={t(`state.${vm.state}`)} />
      <bdi className={styles['name']}>{vm.name}</bdi>
      {vm.state === 'running' && samples && (
        <span className={styles['spark']}>
          <Sparkline label={t('vm.cpuUse')} values={samples.map(sample => sample.cpu)} />
        </span>
      )}
    </Row>
  )
}

interface RowProps {
  readonly selected: boolean
  readonly onPress: () => void
  readonly children: React.ReactNode
}

function Row({ selected, onPress, children }: RowProps) {
  return (
    <button
      type="button"
      className={styles['row']}
      aria-current={selected ? 'page' : undefined}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
