// How much of what there is: a slider over the capacity, and the exact number beside it. Asking for more than is
// free is drawn, not forbidden; `error` says when it will not do.
import type { FieldProps } from '../Field/FieldParts.tsx'
import { NumberField } from '../NumberField/NumberField.tsx'
import { Slider } from '../Slider/Slider.tsx'
import styles from './CapacityField.module.css'
import { CapacityTrack } from './CapacityTrack.tsx'

interface Props extends FieldProps {
  readonly value: number
  readonly onChange: (value: number) => void
  /** All there is. */
  readonly max: number
  /** What others have of it. */
  readonly used: number
  /** In full: `This VM 4 GiB`, `In use 12 GiB`, `Free 16 GiB`. */
  readonly legend: { readonly requested: string; readonly used: string; readonly free: string }
  readonly more: string
  readonly less: string
  readonly min?: number
  readonly step?: number
  readonly unit?: string
}

export function CapacityField({ max, used, legend, description, min = 0, step = 1, ...rest }: Props) {
  const { label, value, onChange, isDisabled } = rest
  return (
    <NumberField
      {...rest}
      min={min}
      step={step}
      before={
        <Slider
          isLabelHidden
          label={label}
          value={value}
          onChange={onChange}
          min={min}
          max={max}
          step={step}
          isDisabled={isDisabled ?? false}
          track={<CapacityTrack value={value} used={used} min={min} max={max} />}
        />
      }
      description={
        <>
          <span className={styles['legend']}>
            <span className={styles['requested']}>{legend.requested}</span>
            <span className={styles['used']}>{legend.used}</span>
            <span className={styles['free']}>{legend.free}</span>
          </span>
          {description}
        </>
      }
    />
  )
}
