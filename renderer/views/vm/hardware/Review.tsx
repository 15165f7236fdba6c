// What a definition written by hand does: to each device that the form knows, and line by line.
import { deviceKey, type HardwarePreview } from '../../../../preload/model/hardware.ts'
import { useWords } from '../../../store/words.ts'
import { Effect } from './Changes.tsx'
import { Difference } from './Difference.tsx'
import styles from './Hardware.module.css'
import { waitingText } from './words.ts'

export function Review({ preview }: { readonly preview: HardwarePreview }) {
  const words = useWords()
  const { t } = words
  const { before, after, items, effects } = preview
  return (
    <div className={styles['stack']}>
      {items.length > 0 && (
        <ul className={styles['pending']} aria-label={t('hardware.changes')}>
          {items.map(item => (
            <li key={`${deviceKey(item)} ${item.field}`}>
              <span>{waitingText(item, words)}</span>
              <Effect effect={item.effect} />
            </li>
          ))}
        </ul>
      )}
      {before !== after && <Effect effect={effects[0]} />}
      <Difference label={t('hardware.diff.label')} before={before} after={after} />
    </div>
  )
}
