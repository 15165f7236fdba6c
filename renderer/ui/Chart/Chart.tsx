// Values over time as lines. A figure with its last values in words, and all of it as a table for those who do not see it. Two
// lines differ by colour and by stroke. Gaps in time are gaps in the line.
import { useId, useState } from 'react'
import { Disclosure } from '../Disclosure/Disclosure.tsx'
import styles from './Chart.module.css'
import { nearest, niceMaximum, pathOf, thin } from './plot.ts'

export interface ChartSeries {
  readonly id: string
  readonly label: string
  readonly values: readonly (number | null)[]
}

interface Props {
  readonly label: string
  /** Of each value: milliseconds since 1970, growing. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  /** The time that is shown. */
  readonly from: number
  readonly to: number
  /** A line breaks where points are further apart. */
  readonly gapMs: number
  /** The top of the scale; from the values where it is not given. */
  readonly maximum?: number
  readonly format: (value: number) => string
  readonly formatTime: (at: number) => string
  readonly noValue: string
  readonly tableLabel: string
  readonly timeLabel: string
}

const WIDTH = 600
const HEIGHT = 120
const ROWS = 24

export function Chart(props: Props) {
  const { label, times, series, from, to, gapMs, format, formatTime, noValue } = props
  const id = useId()
  const [at, setAt] = useState<number | null>(null)
  const place = at === null ? times.length - 1 : at
  const top = props.maximum ?? niceMaximum(series.flatMap(({ values }) => values))
  const x = (time: number) => ((time - from) / (to - from)) * WIDTH
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? noValue : format(value)
  return (
    <figure className={styles['chart']} aria-labelledby={id}>
      <figcaption id={id} className={styles['head']}>
        <span className={styles['title']}>{label}</span>
        {series.map((one, n) => (
          <span key={one.id} className={styles['legend']} data-line={n}>
            {one.label} <b>{text(one.values[place])}</b>
          </span>
        ))}
        {at !== null && times[at] !== undefined && (
          <span className={styles['time']}>{formatTime(times[at])}</span>
        )}
      </figcaption>
      <div className={styles['plot']}>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden
          onPointerMove={event => {
            const box = event.currentTarget.getBoundingClientRect()
            setAt(nearest(times, from + ((event.clientX - box.left) / box.width) * (to - from)))
          }}
          onPointerLeave={() => setAt(null)}
        >
          {[0.25, 0.5, 0.75].map(part => (
            <line
              key={part}
              className={styles['grid']}
              x1={0}
              x2={WIDTH}
              y1={HEIGHT * part}
              y2={HEIGHT * part}
            />
          ))}
          {series.map(({ id: key, values }, n) => (
            <path
              key={key}
              className={styles['line']}
              data-line={n}
              d={pathOf(times, values, {
                x,
                y: value => HEIGHT - 1 - (value / top) * (HEIGHT - 2),
                gapMs,
                from,
              })}
            />
          ))}
          {at !== null && times[at] !== undefined && (
            <line className={styles['cursor']} x1={x(times[at])} x2={x(times[at])} y1={0} y2={HEIGHT} />
          )}
        </svg>
        <span className={styles['top']} aria-hidden>
          {format(top)}
        </span>
      </div>
      <div className={styles['axis']} aria-hidden>
        <span>{formatTime(from)}</span>
        <span>{formatTime(to)}</span>
      </div>
      <Disclosure label={props.tableLabel} level={null}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{props.timeLabel}</th>
              {series.map(one => (
                <th key={one.id} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {thin(times, ROWS).map(row => (
              <tr key={times[row]}>
                <th scope="row">{formatTime(times[row] ?? 0)}</th>
                {series.map(one => (
                  <td key={one.id}>{text(one.values[row])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </figure>
  )
}
