// What the machine uses, live and over the last day: processor, memory, disks, network.
import { useState } from 'react'
import type { UsagePoint } from '../../../../preload/model/usage.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatKiB } from '../../../format/bytes.ts'
import { formatTime } from '../../../format/date.ts'
import { formatShare } from '../../../format/percent.ts'
import { formatMs, formatRate } from '../../../format/rate.ts'
import { useWords } from '../../../store/words.ts'
import { Chart } from '../../../ui/Chart/Chart.tsx'
import { EmptyState } from '../../../ui/EmptyState/EmptyState.tsx'
import { Gauge } from '../../../ui/icons.ts'
import { SegmentedControl } from '../../../ui/SegmentedControl/SegmentedControl.tsx'
import page from '../../page.module.css'
import styles from './PerformanceTab.module.css'
import { LIVE_SPAN_MS, useDayUsage, useLiveUsage } from './use-usage.ts'

type Span = 'live' | 'day'
const DAY_MS = 24 * 3_600_000

export function PerformanceTab({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const runs = vm.state !== 'off' && vm.state !== 'saved' && vm.state !== 'crashed'
  const [span, setSpan] = useState<Span>(runs ? 'live' : 'day')
  const live = useLiveUsage(vm, span === 'live' && runs)
  const day = useDayUsage(vm, span === 'day')
  const points = span === 'live' ? live : day
  return (
    <div className={page['page']}>
      <div>
        <SegmentedControl
          label={t('usage.span')}
          value={span}
          onChange={id => setSpan(id as Span)}
          options={[
            { id: 'live', label: t('usage.live'), isDisabled: !runs },
            { id: 'day', label: t('usage.day') },
          ]}
        />
      </div>
      {points.length > 0 && <Charts points={points} span={span} />}
      {points.length === 0 && (
        <EmptyState icon={<Gauge />} title={t(span === 'live' ? 'usage.reading' : 'usage.none')}>
          {t(span === 'live' ? 'usage.readingText' : 'usage.noneText')}
        </EmptyState>
      )}
    </div>
  )
}

type Field = Exclude<keyof UsagePoint, 'at'>
interface Part {
  readonly id: 'cpu' | 'memory' | 'disk' | 'latency' | 'network'
  readonly fields: readonly Field[]
  readonly format: (value: number, language: string) => string
  readonly maximum?: number
}

const PARTS: readonly Part[] = [
  { id: 'cpu', fields: ['cpu'], format: formatShare, maximum: 1 },
  { id: 'memory', fields: ['usedKiB', 'givenKiB', 'heldKiB'], format: formatKiB },
  { id: 'disk', fields: ['readBytesPerSec', 'writtenBytesPerSec'], format: formatRate },
  { id: 'latency', fields: ['readMs', 'writeMs'], format: formatMs },
  { id: 'network', fields: ['receivedBytesPerSec', 'sentBytesPerSec'], format: formatRate },
]

function Charts({ points, span }: { readonly points: readonly UsagePoint[]; readonly span: Span }) {
  const { t, language } = useWords()
  const times = points.map(({ at }) => at)
  const to = span === 'live' ? (times.at(-1) ?? 0) : Date.now()
  const from = to - (span === 'live' ? LIVE_SPAN_MS : DAY_MS)
  return (
    <div className={styles['charts']}>
      {PARTS.map(({ id, fields, format, maximum }) => (
        <Chart
          key={id}
          label={t(`usage.part.${id}`)}
          times={times}
          series={fields.map(field => ({
            id: field,
            label: t(`usage.field.${field}`),
            values: points.map(point => point[field]),
          }))}
          from={from}
          to={to}
          gapMs={span === 'live' ? 10_000 : 11 * 60_000}
          {...(maximum !== undefined && { maximum })}
          format={value => format(value, language)}
          formatTime={at => formatTime(at, language)}
          noValue={t('usage.noValue')}
          tableLabel={t('usage.table', { part: t(`usage.part.${id}`) })}
          timeLabel={t('usage.time')}
        />
      ))}
    </div>
  )
}
