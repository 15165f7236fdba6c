// What a control does or why it cannot, on hover and on focus. Holds one react-aria control.
import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { KeyHint } from '../KeyHint/KeyHint.tsx'
import styles from './Tooltip.module.css'

interface Props {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly children: ReactElement
}

export function Tooltip({ text, shortcut, children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip className={styles['tooltip'] ?? ''} offset={6}>
        {text}
        {shortcut && <KeyHint keys={shortcut} />}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
