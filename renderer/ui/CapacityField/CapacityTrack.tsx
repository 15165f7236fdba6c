// What there is, drawn as one bar from `min` to `max`: what is asked for from the left, what others use from the
// right. Where they meet, more is asked for than is free, and the overlap takes the colour of a warning.
import { place } from '../Slider/place.ts'
import styles from './CapacityTrack.module.css'

interface Props {
  readonly value: number
  readonly used: number
  readonly min: number
  readonly max: number
}

export function CapacityTrack({ value, used, min, max }: Props) {
  const at = (amount: number) =>
    max > min ? (Math.min(max, Math.max(min, amount || min)) - min) / (max - min) : 0
  const requested = at(value)
  const free = at(max - used)
  return (
    <div className={styles['track']} aria-hidden>
      <div className={styles['used']} style={{ insetInlineStart: place(free) }} />
      <div className={styles['requested']} style={{ width: place(Math.min(requested, free)) }} />
      {requested > free && (
        <div
          className={styles['over']}
          style={{ insetInlineStart: `${free}%`, width: `${requested - free}%` }}
        />
      )}
    </div>
  )
}
