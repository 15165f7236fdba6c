// A number by feel. `track` is drawn behind the thumb instead of the plain fill: a CapacityTrack.
import type { ReactNode } from 'react'
import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import { place } from './place.ts'
import styles from './Slider.module.css'

interface Props {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly min?: number
  readonly max?: number
  readonly step?: number
  readonly format?: Intl.NumberFormatOptions
  readonly isLabelHidden?: boolean
  readonly isDisabled?: boolean
  readonly track?: ReactNode
}

export function Slider({
  label,
  value,
  onChange,
  min = 0,
  max = 100,
  step = 1,
  format,
  isLabelHidden = false,
  isDisabled = false,
  track,
}: Props) {
  const share = max > min ? (Math.min(max, Math.max(min, value)) - min) / (max - min) : 0
  return (
    <AriaSlider
      value={Number.isNaN(value) ? min : value}
      onChange={onChange}
      minValue={min}
      maxValue={max}
      step={step}
      isDisabled={isDisabled}
      className={styles['slider'] ?? ''}
      {...(format && { formatOptions: format })}
      {...(isLabelHidden && { 'aria-label': label })}
    >
      {!isLabelHidden && (
        <div className={styles['head']}>
          <Label className={styles['label'] ?? ''}>{label}</Label>
          <SliderOutput className={styles['output'] ?? ''} />
        </div>
      )}
      <SliderTrack className={styles['track'] ?? ''}>
        {track ?? (
          <div className={styles['rail']}>
            <div className={styles['fill']} style={{ width: place(share) }} />
          </div>
        )}
        <SliderThumb className={styles['thumb'] ?? ''} />
      </SliderTrack>
    </AriaSlider>
  )
}
