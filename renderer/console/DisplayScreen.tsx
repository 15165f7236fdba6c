// A screen over SPICE or VNC, with the tools around it.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { useWords } from '../store/words.ts'
import { IconButton } from '../ui/IconButton/IconButton.tsx'
import { Camera, ScanText, Users, Volume2, VolumeX } from '../ui/icons.ts'
import styles from './ConsolePage.module.css'
import type { Display, DisplayEvents, ScreenScale } from './display.ts'
import { FileDrops } from './FileDrops.tsx'
import { ScaleMenu, SendKeyMenu, ShareMenu } from './GuestMenus.tsx'
import { useKeptChoice, useKeptSwitch } from './kept-choices.ts'
import { MonitorMenu, useMonitorName } from './MonitorMenu.tsx'
import { ReadOnlyToggle } from './ReadOnlyToggle.tsx'
import { RecordTools } from './recording/RecordTools.tsx'
import { Stage } from './Stage.tsx'
import { ReadScreenDialog } from './screen-text/ReadScreenDialog.tsx'
import { TypeDialog } from './typing/TypeDialog.tsx'
import { useConnection } from './use-connection.ts'
import { filesOf, regularFiles, useFileDrops } from './use-file-drops.ts'
import type { FullScreen } from './use-full-screen.ts'
import { useMonitors } from './use-monitors.ts'
import { useSaving } from './use-saving.ts'
import { WindowTools } from './WindowTools.tsx'

interface Props {
  readonly kind: 'spice' | 'vnc'
  /** Whose screen it is. */
  readonly name: string
  /** Its machine's key, or null: see kept-choices.ts. */
  readonly machine: string | null
  readonly open: (frame: HTMLElement, events: DisplayEvents) => Display
  /** Whether somebody else is connected, too. */
  readonly isCrowded: boolean
  /** What stands before the tools. */
  readonly lead: ReactNode
  readonly full: FullScreen
  readonly onDetach?: (() => void) | undefined
}

export function DisplayScreen({ kind, name, machine, open, isCrowded, lead, full, onDetach }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useScale(machine)
  const [isReadOnly, setReadOnly] = useState(false)
  const [isMuted, setMuted] = useState(false)
  const [note, save, setNote] = useSaving()
  const [isTyping, setTyping] = useState(false)
  const [isReading, setReading] = useState(false)
  const monitors = useMonitors()
  const monitorName = useMonitorName(monitors.all)
  const files = useFileDrops()
  const isSpice = kind === 'spice'
  const display = useConnection<Display>(
    frame,
    (element, life) =>
      open(element, {
        ...life,
        onFileProgress: files.onFileProgress,
        onFileEnded: files.onFileEnded,
        onMonitors: monitors.learn,
        onClipboardTooLarge: () => setNote(t('console.clipboardTooLarge')),
      }),
    isSpice && isCrowded,
  )
  const { tools, attempt, connection } = display
  const [isShared, setShared] = useKeptSwitch(machine, 'sharedClipboards')
  const [hears, setHears] = useKeptSwitch(machine, 'microphones')

  // biome-ignore lint/correctness/useExhaustiveDependencies: each connection has a display of its own to be told
  useEffect(
    () => display.current?.setScale(isReadOnly && scale === 'resize' ? 'fit' : scale),
    [scale, isReadOnly, attempt],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.shareClipboard?.(isShared && !isReadOnly), [isShared, isReadOnly, attempt])

  const shown = monitors.shown.map(monitor => ({ id: monitor.id, name: monitorName(monitor) }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above; and what is the same need not be told again
  useEffect(() => display.current?.showMonitors?.(shown), [JSON.stringify(shown), attempt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.setMuted?.(isMuted), [isMuted, attempt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.allowMicrophone?.(hears && !isReadOnly), [hears, isReadOnly, attempt])

  const sendFiles = async (chosen: readonly File[]) => {
    if (isReadOnly) return setNote(t('console.lookOnly'))
    if (!tools?.files) return setNote(t(isSpice ? 'console.noAgent' : 'console.onlySpice'))
    const regular = await regularFiles(chosen)
    if (regular.length < chosen.length) setNote(t('console.notFiles'))
    if (display.current) files.send(display.current, regular)
  }

  const savePicture = async () => {
    const canvas = display.current?.canvas()
    if (!canvas) return
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
    if (!blob) return
    const png = new Uint8Array(await blob.arrayBuffer())
    await save(() => ask('window.savePicture', { name, png }))
  }

  return (
    <>
      <div className={styles['tools']} role="toolbar" aria-label={t('console.toolbar')}>
        {lead}
        <span className={styles['space']} role="status">
          {note}
        </span>
        {isCrowded && (
          <span className={styles['crowd']} role="status">
            <Users aria-hidden />
            {t('console.crowd')}
          </span>
        )}
        <MonitorMenu {...monitors} />
        <ScaleMenu tools={tools} isSpice={isSpice} scale={scale} onScale={setScale} />
        <ShareMenu
          tools={tools}
          isSpice={isSpice}
          isShared={isShared}
          onShared={setShared}
          hears={hears}
          isKept={machine !== null}
          onHears={setHears}
          onFiles={chosen => void sendFiles(chosen)}
          isReadOnly={isReadOnly}
        />
        <SendKeyMenu
          isDisabled={isReadOnly}
          onKeys={codes => {
            display.current?.sendKeys(codes, null)
            display.current?.focus()
          }}
          onType={() => setTyping(true)}
        />
        {isSpice && (
          <IconButton
            variant="default"
            icon={isMuted ? <VolumeX /> : <Volume2 />}
            label={t(isMuted ? 'console.unmute' : 'console.mute')}
            onPress={() => setMuted(!isMuted)}
          />
        )}
        <IconButton
          variant="default"
          icon={<ScanText />}
          label={t('console.readScreen')}
          onPress={() => setReading(true)}
        />
        <RecordTools
          name={name}
          picture={() => display.current?.canvas() ?? null}
          sound={isSpice ? () => display.current?.sound?.() ?? null : undefined}
          onNote={setNote}
        />
        <IconButton
          variant="default"
          icon={<Camera />}
          label={t('console.screenshot')}
          onPress={() => void savePicture()}
        />
        <ReadOnlyToggle isReadOnly={isReadOnly} onChange={setReadOnly} />
        <WindowTools full={full} onDetach={onDetach} />
      </div>
      <Stage
        frame={frame}
        kind={kind}
        label={t('console.screen', { name })}
        connection={connection}
        onReconnect={display.reconnect}
        full={full}
        isActualSize={scale === 'actual'}
        isInert={isReadOnly}
        isTaken={isSpice && isCrowded}
        onDrop={data => void sendFiles(filesOf(data))}
      >
        <FileDrops
          drops={files.drops}
          onCancel={id => display.current?.cancelFile?.(id)}
          onDismiss={files.dismiss}
        />
      </Stage>
      {isReading && (
        <ReadScreenDialog
          name={name}
          picture={() => display.current?.canvas() ?? null}
          onClose={() => setReading(false)}
        />
      )}
      {isTyping && connection.state === 'connected' && display.current && (
        <TypeDialog
          display={display.current}
          onClose={() => {
            setTyping(false)
            display.current?.focus()
          }}
        />
      )}
    </>
  )
}

/** As it was chosen for this one; or as the settings have it for all. */
function useScale(machine: string | null): [scale: ScreenScale, setScale: (scale: ScreenScale) => void] {
  const [chosen, choose] = useKeptChoice(machine, 'machineScales')
  const usual = useMirror(state => state.settings.consoleScale)
  return [chosen ?? usual, choose]
}
