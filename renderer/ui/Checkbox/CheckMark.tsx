// The box of a checkbox; the label around it says by data attributes how it stands.
import { Check, Minus } from '../icons.ts'
import styles from './Checkbox.module.css'

export function CheckMark() {
  return (
    <span className={styles['box']} aria-hidden>
      <Check className={styles['check']} />
      <Minus className={styles['dash']} />
    </span>
  )
}
