// XML to read and copy, its parts told apart by colour. Text from a host is only ever text.
import { useMemo } from 'react'
import { CodeBlock } from '../CodeBlock/CodeBlock.tsx'
import { tokenise } from './tokenise.ts'
import styles from './XmlView.module.css'

interface Props {
  readonly label: string
  readonly text: string
  readonly copyLabel: string
  readonly onCopy: (text: string) => void
}

export function XmlView(props: Props) {
  const tokens = useMemo(() => tokenise(props.text), [props.text])
  return (
    <CodeBlock {...props}>
      {tokens.map(({ kind, text }, at) =>
        kind === 'text' ? (
          text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no identity but their place
          <span key={at} className={styles[kind]}>
            {text}
          </span>
        ),
      )}
    </CodeBlock>
  )
}
