// Text to read and copy: a command, an XML document. It can be scrolled with the keyboard.
import { Button } from '../Button/Button.tsx'
import { Copy } from '../icons.ts'
import styles from './CodeBlock.module.css'

interface Props {
  readonly label: string
  readonly text: string
  readonly copyLabel: string
  readonly onCopy: (text: string) => void
}

export function CodeBlock({ label, text, copyLabel, onCopy }: Props) {
  return (
    <div className={styles['block']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles['scroll']} aria-label={label} tabIndex={0}>
        <pre>{text}</pre>
      </section>
      <Button variant="quiet" icon={<Copy />} aria-label={copyLabel} onPress={() => onCopy(text)} />
    </div>
  )
}
