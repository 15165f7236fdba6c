// Filters what is beside it as one types; Escape clears it.
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components'
import { Search, X } from '../icons.ts'
import styles from './SearchField.module.css'

interface Props {
  /** Said; what it looks in. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly clearLabel: string
  readonly placeholder?: string
  readonly onSubmit?: (value: string) => void
  readonly autoFocus?: boolean
}

export function SearchField({ label, clearLabel, placeholder, ...rest }: Props) {
  return (
    <AriaSearchField {...rest} aria-label={label} className={styles['field'] ?? ''}>
      <Search aria-hidden className={styles['icon']} />
      <Input className={styles['input'] ?? ''} placeholder={placeholder ?? ''} spellCheck={false} />
      <Button className={styles['clear'] ?? ''} aria-label={clearLabel}>
        <X aria-hidden />
      </Button>
    </AriaSearchField>
  )
}
