// Text to read and copy: a command, a log. It can be scrolled with the keyboard. `children` may be the same text in
// colours.
import type { ReactNode } from 'react'
import { IconButton } from '../IconButton/IconButton.tsx'
import { Copy } from '../icons.ts'
import styles from './CodeBlock.module.css'

interface Props {
  readonly label: string
  readonly text: string
  readonly copyLabel: string
  readonly onCopy: (text: string) => void
  readonly children?: ReactNode
}

export function CodeBlock({ label, text, copyLabel, onCopy, children }: Props) {
  return (
    <div className={styles['block']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={styles['scroll']} aria-label={label} tabIndex={0}>
        <pre>{children ?? text}</pre>
      </section>
      <div className={styles['copy']}>
        <IconButton size="small" icon={<Copy aria-hidden />} label={copyLabel} onPress={() => onCopy(text)} />
      </div>
    </div>
  )
}
