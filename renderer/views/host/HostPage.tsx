// A host: whether it is there, what it has, its machines, networks and storage.
import type { Host } from '../../../preload/model/host.ts'
import type { HostId } from '../../../preload/model/ids.ts'
import { Thumbnail } from '../../console/thumbnails/Thumbnail.tsx'
import { formatBytes, formatKiB } from '../../format/bytes.ts'
import { formatShare } from '../../format/percent.ts'
import { versionText } from '../../format/version.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { go } from '../../store/route.ts'
import { vmsOf } from '../../store/selectors.ts'
import { errorText, hostName, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { EmptyState } from '../../ui/EmptyState/EmptyState.tsx'
import { Ellipsis, LayoutGrid, Monitor, Plus } from '../../ui/icons.ts'
import { MenuButton } from '../../ui/Menu/Menu.tsx'
import { StateMark } from '../../ui/StateMark/StateMark.tsx'
import styles from '../page.module.css'
import { markOf } from '../vm/marks.ts'

const THUMBNAIL_WIDTH = 56

export function HostPage({ host: id }: { readonly host: HostId }) {
  const { t } = useWords()
  const host = useMirror(state => state.objects.host[id])
  if (!host) return null
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <h1>{hostName(host, t)}</h1>
        <Button
          icon={<Plus />}
          isDisabled={host.connection.state !== 'ready'}
          onPress={() => go({ at: 'new', host: id })}
        >
          {t('action.new')}
        </Button>
        <HostMenu host={host} />
      </div>
      <ConnectionBanner host={host} />
      {host.info && !host.info.kvm && (
        <Banner
          kind="info"
          title={t('host.emulated')}
          actions={<Button onPress={() => go({ at: 'readiness' })}>{t('host.whyEmulated')}</Button>}
        />
      )}
      <Machines host={host} />
      <div className={styles['columns']}>
        <Capacity host={host} />
        <Networks host={id} />
        <Pools host={id} />
      </div>
    </div>
  )
}

/** What can be done with the connection; this computer's own cannot be taken off the list. */
function HostMenu({ host }: { readonly host: Host }) {
  const { t } = useWords()
  const isIdle = host.connection.state === 'idle'
  const entries = [
    { id: isIdle ? 'retry' : 'disconnect', label: t(isIdle ? 'host.connect' : 'host.disconnect') },
    ...(host.kind === 'other' ? [{ id: 'remove', label: t('host.remove') }] : []),
  ]
  const act = (id: string) => {
    if (id === 'remove') {
      void ask('host.remove', { host: host.id })
      go({ at: 'home' })
    } else void ask(id === 'retry' ? 'host.retry' : 'host.disconnect', { host: host.id })
  }
  return <MenuButton label={t('host.more')} icon={<Ellipsis />} entries={entries} onAction={act} />
}

function ConnectionBanner({ host }: { readonly host: Host }) {
  const { t } = useWords()
  const { connection } = host
  if (connection.state === 'ready') return null
  if (connection.state === 'idle') {
    return (
      <Banner
        kind="info"
        title={t('host.idleTitle')}
        actions={
          <Button onPress={() => void ask('host.retry', { host: host.id })}>{t('host.connect')}</Button>
        }
      />
    )
  }
  if (!('error' in connection)) return <p className={styles['muted']}>{t('host.connecting')}</p>
  const lost = connection.state === 'lost' && host.info !== undefined
  return (
    <Banner
      kind="warning"
      title={t(lost ? 'host.lostTitle' : 'host.failedTitle')}
      actions={
        <>
          <Button onPress={() => go({ at: 'readiness' })}>{t('action.readiness')}</Button>
          <Button onPress={() => void ask('host.retry', { host: host.id })}>{t('common.retry')}</Button>
        </>
      }
      details={
        connection.error.detail ? { label: t('common.details'), text: connection.error.detail } : undefined
      }
    >
      {errorText(connection.error, t)} {lost && t('host.lostText')}
    </Banner>
  )
}

function Machines({ host }: { readonly host: Host }) {
  const { t, language } = useWords()
  const vms = useMirror(state => vmsOf(state.objects.vm, host.id))
  const samples = useMirror(state => state.samples)
  if (vms.length === 0) {
    if (host.connection.state !== 'ready') return null
    return (
      <EmptyState
        icon={<Monitor />}
        title={t('host.noVms')}
        actions={
          <Button
            variant="primary"
            size="large"
            icon={<Plus />}
            onPress={() => go({ at: 'new', host: host.id })}
          >
            {t('action.new')}
          </Button>
        }
      >
        {t('host.noVmsText')}
      </EmptyState>
    )
  }
  return (
    <section className={styles['section']}>
      <div className={styles['head']}>
        <h2>{t('host.vms')}</h2>
        <Button variant="quiet" icon={<LayoutGrid />} onPress={() => go({ at: 'wall' })}>
          {t('action.wall')}
        </Button>
      </div>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('host.name')}</th>
            <th scope="col">{t('host.screen')}</th>
            <th scope="col">{t('host.stateColumn')}</th>
            <th scope="col">{t('host.cpu')}</th>
            <th scope="col">{t('host.memory')}</th>
          </tr>
        </thead>
        <tbody>
          {vms.map(vm => {
            const sample = samples[`${vm.host}/${vm.uuid}`]?.at(-1)
            return (
              <tr key={vm.uuid}>
                <td>
                  <button
                    type="button"
                    className={styles['link']}
                    onClick={() => go({ at: 'vm', host: vm.host, vm: vm.uuid, tab: null })}
                  >
                    <bdi>{vm.name}</bdi>
                  </button>
                </td>
                <td>
                  {(vm.state === 'running' || vm.state === 'paused') && (
                    <Thumbnail vm={vm} width={THUMBNAIL_WIDTH} />
                  )}
                </td>
                <td>
                  <StateMark mark={markOf(vm.state)} /> {t(`state.${vm.state}`)}
                </td>
                <td>{vm.state === 'running' && sample ? formatShare(sample.cpu, language) : '–'}</td>
                <td>{formatKiB(vm.memoryKiB, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Capacity({ host }: { readonly host: Host }) {
  const { t, language } = useWords()
  const { info } = host
  if (!info) return null
  return (
    <section className={styles['section']}>
      <h2>{t('host.capacity')}</h2>
      <dl className={styles['facts']}>
        <dt>{t('host.hostname')}</dt>
        <dd>
          <bdi>{info.hostname}</bdi>
        </dd>
        <dt>{t('host.address')}</dt>
        <dd>
          <code>{host.uri}</code>
        </dd>
        <dt>{t('host.cpus')}</dt>
        <dd>
          {info.cpus} · {info.cpuModel || info.arch}
        </dd>
        <dt>{t('host.memory')}</dt>
        <dd>{formatKiB(info.memoryKiB, language)}</dd>
        <dt>{t('host.kvm')}</dt>
        <dd>{t(info.kvm ? 'host.kvmYes' : 'host.kvmNo')}</dd>
        <dt>{t('host.versions')}</dt>
        <dd>
          libvirt {versionText(info.libvirtVersion)} · {info.hypervisor} {versionText(info.hypervisorVersion)}
        </dd>
      </dl>
    </section>
  )
}

function Networks({ host }: { readonly host: HostId }) {
  const { t } = useWords()
  const all = useMirror(state => state.objects.network)
  const networks = Object.values(all).filter(network => network.host === host)
  return (
    <section className={styles['section']}>
      <h2>{t('host.networks')}</h2>
      {networks.length === 0 && <p className={styles['muted']}>{t('host.noNetworks')}</p>}
      <dl className={styles['facts']}>
        {networks.map(network => (
          <div key={network.uuid} style={{ display: 'contents' }}>
            <dt>
              <bdi>{network.name}</bdi>
            </dt>
            <dd>
              {t(network.active ? 'host.active' : 'host.inactive')}
              {network.address && ` · ${network.address}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Pools({ host }: { readonly host: HostId }) {
  const { t, language } = useWords()
  const all = useMirror(state => state.objects.pool)
  const pools = Object.values(all).filter(pool => pool.host === host)
  return (
    <section className={styles['section']}>
      <h2>{t('host.pools')}</h2>
      {pools.length === 0 && <p className={styles['muted']}>{t('host.noPools')}</p>}
      <dl className={styles['facts']}>
        {pools.map(pool => (
          <div key={pool.uuid} style={{ display: 'contents' }}>
            <dt>
              <bdi>{pool.name}</bdi>
            </dt>
            <dd>
              {pool.active
                ? t('host.free', {
                    free: formatBytes(pool.availableBytes, language),
                    total: formatBytes(pool.capacityBytes, language),
                  })
                : t('host.inactive')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
