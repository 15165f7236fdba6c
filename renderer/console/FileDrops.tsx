// The files on their way into the guest, over its screen.
import { useWords } from '../store/words.ts'
import { Button } from '../ui/Button/Button.tsx'
import { X } from '../ui/icons.ts'
import { ProgressBar } from '../ui/ProgressBar/ProgressBar.tsx'
import styles from './FileDrops.module.css'
import type { FileDrop } from './use-file-drops.ts'

interface Props {
  readonly drops: readonly FileDrop[]
  readonly onCancel: (id: number) => void
  readonly onDismiss: (id: number) => void
}

export function FileDrops({ drops, onCancel, onDismiss }: Props) {
  const { t } = useWords()
  if (drops.length === 0) return null
  return (
    <ul className={styles['drops']} aria-label={t('console.transfers')} aria-live="polite">
      {drops.map(({ id, name, size, sentBytes, end }) => (
        <li key={id} className={styles['drop']}>
          <div className={styles['what']}>
            {end ? (
              t(`console.fileEnd.${end}`, { name })
            ) : (
              <ProgressBar
                label={t('console.sending', { name })}
                value={size > 0 ? sentBytes / size : null}
                isLabelShown
              />
            )}
          </div>
          <Button
            variant="quiet"
            size="small"
            icon={<X />}
            aria-label={t(end ? 'console.dismissFile' : 'console.cancelFile', { name })}
            onPress={() => (end ? onDismiss(id) : onCancel(id))}
          />
        </li>
      ))}
    </ul>
  )
}
