// What is known of the running guest: its name and system, addresses, file systems. Asked again while it is looked at.
import { useEffect, useState } from 'react'
import type { GuestFileSystem, GuestInfo } from '../../../../preload/model/guest.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { ask } from '../../../store/client.ts'
import { useWords } from '../../../store/words.ts'
import { ProgressBar } from '../../../ui/ProgressBar/ProgressBar.tsx'
import page from '../../page.module.css'
import { GuestAccess } from './GuestAccess.tsx'
import styles from './Overview.module.css'

const AGAIN_MS = 10_000

export function GuestPart({ vm }: { readonly vm: Vm }) {
  const { t, language } = useWords()
  const guest = useGuest(vm)
  if (!guest) return null
  const facts = (['hostname', 'system', 'kernel'] as const).flatMap(name =>
    guest[name] ? [[name, guest[name]] as const] : [],
  )
  return (
    <section className={page['section']} aria-label={t('overview.guest')}>
      <h2>{t('overview.guest')}</h2>
      {guest.hasAgent && <GuestAccess vm={vm} users={guest.users} />}
      {!guest.hasAgent && <p className={page['muted']}>{t('overview.noAgent')}</p>}
      <dl className={page['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{t(`overview.${name}`)}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        {guest.users.length > 0 && (
          <>
            <dt>{t('overview.users')}</dt>
            <dd>{new Intl.ListFormat(language).format(guest.users)}</dd>
          </>
        )}
        <dt>{t('overview.addresses')}</dt>
        <dd>
          {guest.nics.length === 0 && t('overview.noAddress')}
          {guest.nics.map(nic => (
            <div key={`${nic.from} ${nic.mac}`}>
              <code>{nic.addresses.join(' ')}</code>{' '}
              <span className={page['muted']}>
                {[nic.name, nic.mac, t(`overview.from.${nic.from}`)].filter(Boolean).join(' · ')}
              </span>
            </div>
          ))}
        </dd>
        {guest.fileSystems.length > 0 && (
          <>
            <dt>{t('overview.fileSystems')}</dt>
            <dd>
              {guest.fileSystems.map(one => (
                <FileSystem key={one.mountPoint} one={one} />
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

function FileSystem({ one }: { readonly one: GuestFileSystem }) {
  const { t, language } = useWords()
  const { mountPoint, type, totalBytes, usedBytes } = one
  const use =
    totalBytes && usedBytes !== null
      ? t('overview.used', {
          used: formatBytes(usedBytes, language),
          total: formatBytes(totalBytes, language),
        })
      : null
  return (
    <div className={styles['labels']}>
      <code>{mountPoint}</code>
      <span className={page['muted']}>{type}</span>
      {use && totalBytes && (
        <>
          <span className={styles['used']}>
            <ProgressBar label={`${mountPoint}: ${use}`} value={(usedBytes ?? 0) / totalBytes} />
          </span>
          <span>{use}</span>
        </>
      )}
    </div>
  )
}

/** One question after the other; a hidden window asks nothing. */
function useGuest({ host, uuid, state }: Vm): GuestInfo | null {
  const [guest, setGuest] = useState<GuestInfo | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state is another guest
  useEffect(() => {
    let over = false
    let timer = 0
    const turn = async () => {
      if (!document.hidden) {
        const found = await ask('vm.guest', { host, vm: uuid }).catch(() => null)
        if (over) return
        setGuest(found)
      }
      timer = window.setTimeout(turn, AGAIN_MS)
    }
    void turn()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [host, uuid, state])
  return guest
}
