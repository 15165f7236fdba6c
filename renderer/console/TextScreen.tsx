// A machine's text console, with the tools around it.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from '../store/client.ts'
import { useWords } from '../store/words.ts'
import { IconButton } from '../ui/IconButton/IconButton.tsx'
import { ArrowDown, ArrowUp, Download } from '../ui/icons.ts'
import { SearchField } from '../ui/SearchField/SearchField.tsx'
import styles from './ConsolePage.module.css'
import { ReadOnlyToggle } from './ReadOnlyToggle.tsx'
import { Stage } from './Stage.tsx'
import { openTerminal, type TextTerminal } from './serial/serial-terminal.ts'
import { useConnection } from './use-connection.ts'
import type { FullScreen } from './use-full-screen.ts'
import { useSaving } from './use-saving.ts'
import { WindowTools } from './WindowTools.tsx'

interface Props {
  readonly vm: Vm
  /** null: the first. */
  readonly device: string | null
  /** Where another console is chosen. */
  readonly kinds: ReactNode
  readonly full: FullScreen
  readonly onDetach?: (() => void) | undefined
}

export function TextScreen({ vm, device, kinds, full, onDetach }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const terminal = useRef<TextTerminal | null>(null)
  const [isReadOnly, setReadOnly] = useState(false)
  const [note, save, setNote] = useSaving()
  const label = t('console.text', { name: vm.name })
  const text = useConnection(frame, (element, events) => {
    terminal.current ??= openTerminal(element, label)
    return terminal.current.connect({ host: vm.host, vm: vm.uuid, device }, events)
  })
  useEffect(
    () => () => {
      terminal.current?.close()
      terminal.current = null
    },
    [],
  )
  useEffect(() => terminal.current?.setReadOnly(isReadOnly), [isReadOnly])
  return (
    <>
      <div className={styles['tools']} role="toolbar" aria-label={t('console.toolbar')}>
        {kinds}
        <span className={styles['space']} role="status">
          {note}
        </span>
        <FindTools
          onFind={(wanted, way) =>
            setNote(terminal.current?.find(wanted, way) ? null : t('console.notFound', { text: wanted }))
          }
        />
        <IconButton
          variant="default"
          icon={<Download />}
          label={t('console.saveLog')}
          onPress={() =>
            void save(() => ask('window.saveText', { name: vm.name, text: terminal.current?.text() ?? '' }))
          }
        />
        <ReadOnlyToggle isReadOnly={isReadOnly} onChange={setReadOnly} />
        <WindowTools full={full} onDetach={onDetach} />
      </div>
      <Stage
        frame={frame}
        kind="serial"
        label={label}
        connection={text.connection}
        onReconnect={text.reconnect}
        full={full}
      />
    </>
  )
}

interface FindProps {
  readonly onFind: (text: string, way: 'next' | 'previous') => void
}

/** Enter goes on from what was found last, backwards first: what was said last is what one looks for. */
function FindTools({ onFind }: FindProps) {
  const { t } = useWords()
  const [wanted, setWanted] = useState('')
  const find = (way: 'next' | 'previous') => wanted !== '' && onFind(wanted, way)
  return (
    <>
      <SearchField
        label={t('console.find')}
        placeholder={t('console.find')}
        clearLabel={t('sidebar.clear')}
        value={wanted}
        onChange={setWanted}
        onSubmit={() => find('previous')}
      />
      <IconButton
        variant="default"
        icon={<ArrowUp />}
        label={t('console.findPrevious')}
        isDisabled={wanted === ''}
        onPress={() => find('previous')}
      />
      <IconButton
        variant="default"
        icon={<ArrowDown />}
        label={t('console.findNext')}
        isDisabled={wanted === ''}
        onPress={() => find('next')}
      />
    </>
  )
}
