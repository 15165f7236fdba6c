// What the machine is and what it uses.
import { useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import { NIC_KINDS } from '../../../../preload/model/nic-source.ts'
import { onSince } from '../../../../preload/model/timeline.ts'
import type { Disk, Nic, Vm } from '../../../../preload/model/vm.ts'
import { Thumbnail } from '../../../console/thumbnails/Thumbnail.tsx'
import { formatKiB } from '../../../format/bytes.ts'
import { formatDate } from '../../../format/date.ts'
import { formatShare } from '../../../format/percent.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'
import { errorOf, useWords, type Words } from '../../../store/words.ts'
import { Sparkline } from '../../../ui/Sparkline/Sparkline.tsx'
import { Switch } from '../../../ui/Switch/Switch.tsx'
import styles from '../../page.module.css'
import { formatSource } from '../disk-source.ts'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { Timeline, useTimeline } from '../timeline/Timeline.tsx'
import { GuestPart } from './GuestPart.tsx'
import { LabelsPart } from './LabelsPart.tsx'
import own from './Overview.module.css'
import { useSystems } from './systems.ts'

const THUMBNAIL_WIDTH = 240

export function Overview({ vm }: { readonly vm: Vm }) {
  const words = useWords()
  const { t, language } = words
  const timeline = useTimeline(vm)
  const systems = useSystems()
  const isOn = vm.state === 'running' || vm.state === 'paused'
  const since = vm.state === 'off' || vm.state === 'saved' ? null : onSince(timeline)
  return (
    <div className={styles['page']}>
      {isOn && vm.graphics.length > 0 && <Thumbnail vm={vm} width={THUMBNAIL_WIDTH} />}
      {vm.state === 'running' && <Use vm={vm} />}
      <LabelsPart vm={vm} />
      {vm.state === 'running' && <GuestPart key={`guest ${vm.uuid}`} vm={vm} />}
      <div className={styles['columns']}>
        <section className={styles['section']}>
          <h2>{t('vm.general')}</h2>
          <dl className={styles['facts']}>
            {since && (
              <>
                <dt>{t('timeline.onSince')}</dt>
                <dd>
                  {t(`timeline.since.${since.exact ? 'exact' : 'atLeast'}`, {
                    at: formatDate(since.at, language),
                  })}
                </dd>
              </>
            )}
            {vm.osId !== null && (
              <>
                <dt>{t('overview.os')}</dt>
                <dd>{systems.find(({ id }) => id === vm.osId)?.name ?? vm.osId}</dd>
              </>
            )}
            <dt>{t('vm.processors')}</dt>
            <dd>{vm.cpus}</dd>
            <dt>{t('vm.memory')}</dt>
            <dd>{formatKiB(vm.memoryKiB, language)}</dd>
            <dt>{t('vm.firmware')}</dt>
            <dd>{t(`vm.firmwares.${vm.firmware}`)}</dd>
            <dt>{t('vm.machine')}</dt>
            <dd>
              {vm.machine} · {vm.arch}
            </dd>
            <dt>{t('vm.display')}</dt>
            <dd>{vm.graphics.map(g => t(`console.${g.kind}`)).join(', ') || t('vm.noDisplay')}</dd>
            <dt>UUID</dt>
            <dd>
              <code>{vm.uuid}</code>
            </dd>
          </dl>
          {vm.persistent && <Autostart vm={vm} />}
        </section>
        <section className={styles['section']}>
          <h2>{t('vm.disks')}</h2>
          {vm.disks.length === 0 && <p className={styles['muted']}>{t('vm.noDisks')}</p>}
          <dl className={styles['facts']}>
            {vm.disks.map(disk => (
              <div key={disk.target} style={{ display: 'contents' }}>
                <dt>
                  {t(`vm.device.${disk.device}`)} {disk.target}
                </dt>
                <dd>{describeDisk(disk, words)}</dd>
              </div>
            ))}
          </dl>
          <h2>{t('vm.nics')}</h2>
          {vm.nics.length === 0 && <p className={styles['muted']}>{t('vm.noNics')}</p>}
          <dl className={styles['facts']}>
            {vm.nics.map(nic => (
              <div key={nic.mac} style={{ display: 'contents' }}>
                <dt>
                  <code>{nic.mac}</code>
                </dt>
                <dd>{describeNic(nic, words)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
      <Timeline key={`timeline ${vm.uuid}`} vm={vm} entries={timeline} />
    </div>
  )
}

function Autostart({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [error, setError] = useState<AppError | null>(null)
  const set = (on: boolean) => {
    setError(null)
    ask('vm.setAutostart', { host: vm.host, vm: vm.uuid, on }).catch(reason => setError(errorOf(reason)))
  }
  return (
    <>
      <Switch isSelected={vm.autostart} onChange={set}>
        {t('vm.autostart')}
      </Switch>
      {error && <ErrorBanner error={error} />}
    </>
  )
}

function Use({ vm }: { readonly vm: Vm }) {
  const { t, language } = useWords()
  const samples = useMirror(state => state.samples[`${vm.host}/${vm.uuid}`]) ?? []
  const seenBy = samples.findLast(({ memory }) => memory !== null)?.memorySeenBy ?? 'host'
  const share = (value: number | null | undefined) => (value == null ? '–' : formatShare(value, language))
  const titles = { cpu: t('vm.cpuUse'), memory: t(`vm.memoryUse.${seenBy}`) }
  return (
    <div className={styles['columns']}>
      {(['cpu', 'memory'] as const).map(what => (
        <section key={what} className={own['chart']}>
          <h2>
            {titles[what]} <span className={styles['muted']}>{share(samples.at(-1)?.[what])}</span>
          </h2>
          <div className={own['plot']}>
            <Sparkline label={titles[what]} values={samples.map(sample => sample[what])} span={150} />
          </div>
        </section>
      ))}
    </div>
  )
}

function describeDisk({ source, format, bus }: Disk, { t }: Words): string {
  return [formatSource(source, t('vm.empty')), format, bus].filter(Boolean).join(' · ')
}

function describeNic(nic: Nic, { t }: Words): string {
  const text = t(`vm.nicKinds.${NIC_KINDS.has(nic.kind) ? nic.kind : 'other'}`, {
    source: nic.source ?? '',
    kind: nic.kind,
  }).trim()
  return nic.model ? `${text} · ${nic.model}` : text
}
