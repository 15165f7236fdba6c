// A machine's text console, with the tools around it.
import { type ReactNode, useRef } from 'react'
import type { Vm } from '../../preload/model/vm.ts'
import { useWords } from '../store/words.ts'
import styles from './ConsolePage.module.css'
import { Stage } from './Stage.tsx'
import { openSerial } from './serial/serial-terminal.ts'
import { useConnection } from './use-connection.ts'
import { WindowTools } from './WindowTools.tsx'

interface Props {
  readonly vm: Vm
  /** null: the first. */
  readonly device: string | null
  /** Where another console is chosen. */
  readonly kinds: ReactNode
  readonly detached: boolean
}

export function TextScreen({ vm, device, kinds, detached }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const label = t('console.text', { name: vm.name })
  const text = useConnection(frame, (element, events) =>
    openSerial(element, { host: vm.host, vm: vm.uuid, device }, label, events),
  )
  return (
    <>
      <div className={styles['tools']} role="toolbar" aria-label={t('console.toolbar')}>
        {kinds}
        <span className={styles['space']} />
        <WindowTools vm={vm} frame={frame} detached={detached} />
      </div>
      <Stage
        frame={frame}
        kind="serial"
        label={label}
        connection={text.connection}
        onReconnect={text.reconnect}
      />
    </>
  )
}
