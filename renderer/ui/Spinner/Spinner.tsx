// A ring that turns while something goes on. Label it where no word beside it says what.
import { classes } from '../classes.ts'
import styles from './Spinner.module.css'

interface Props {
  readonly label?: string
  readonly size?: 'small' | 'normal' | 'large'
}

export function Spinner({ label, size = 'normal' }: Props) {
  return (
    <svg
      viewBox="0 0 16 16"
      className={classes(styles['spinner'], styles[size])}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      <circle cx="8" cy="8" r="6.25" className={styles['track']} />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" className={styles['arc']} />
    </svg>
  )
}
