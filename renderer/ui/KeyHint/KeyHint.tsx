// A shortcut, a cap for each key: `Ctrl+Shift+S`.
import styles from './KeyHint.module.css'

interface Props {
  readonly keys: string
}

export function KeyHint({ keys }: Props) {
  return (
    <kbd className={styles['hint']}>
      {keys.split(/(?<=.)\+/).map(key => (
        <kbd key={key} className={styles['key']}>
          {key}
        </kbd>
      ))}
    </kbd>
  )
}
