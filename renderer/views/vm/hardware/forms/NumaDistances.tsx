// How far the guest's NUMA nodes are from each other: one number a pair, for it is the same both ways.
import {
  type Distances,
  FARTHEST,
  fitDistances,
  NEAREST,
  setDistance,
} from '../../../../../preload/model/numa.ts'
import { useWords } from '../../../../store/words.ts'
import { NumberField } from '../../../../ui/Field/Field.tsx'
import { Switch } from '../../../../ui/Switch/Switch.tsx'
import styles from '../Hardware.module.css'

interface Props {
  /** None: the guest is told none. */
  readonly distances: Distances
  readonly count: number
  readonly onChange: (distances: Distances) => void
}

export function NumaDistances({ distances, count, onChange }: Props) {
  const { t } = useWords()
  const isTold = distances.length > 0
  const shown = fitDistances(distances, count)
  const pairs = shown.flatMap((row, from) =>
    row.map((distance, to) => ({ from, to, distance })).slice(from + 1),
  )
  return (
    <section className={styles['stack']} aria-label={t('placement.distances')}>
      <Switch isSelected={isTold} onChange={on => onChange(on ? shown : [])}>
        {t('placement.distancesShown')}
      </Switch>
      {isTold && (
        <>
          <p className={styles['muted']}>{t('placement.distancesText')}</p>
          <div className={styles['fields']}>
            {pairs.map(({ from, to, distance }) => (
              <NumberField
                key={`${from} ${to}`}
                label={t('placement.distance', { from, to })}
                value={distance}
                min={NEAREST}
                max={FARTHEST}
                onChange={value => Number.isFinite(value) && onChange(setDistance(shown, from, to, value))}
                more={t('common.increase')}
                less={t('common.decrease')}
              />
            ))}
          </div>
        </>
      )}
    </section>
  )
}
