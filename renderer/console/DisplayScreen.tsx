// A machine's screen over SPICE or VNC, with the tools around it.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { objectKey } from '../../preload/model/ids.ts'
import { MOST_MACHINES } from '../../preload/model/settings.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { useWords } from '../store/words.ts'
import { Button } from '../ui/Button/Button.tsx'
import { Camera, Users, Volume2, VolumeX } from '../ui/icons.ts'
import styles from './ConsolePage.module.css'
import type { Display, ScreenScale } from './display.ts'
import { FileDrops } from './FileDrops.tsx'
import { ScaleMenu, SendKeyMenu, ShareMenu } from './GuestMenus.tsx'
import { MonitorMenu, useMonitorName } from './MonitorMenu.tsx'
import { ReadOnlyToggle } from './ReadOnlyToggle.tsx'
import { RecordTools } from './recording/RecordTools.tsx'
import { Stage } from './Stage.tsx'
import { openSpice } from './spice/spice-display.ts'
import { TypeDialog } from './typing/TypeDialog.tsx'
import { useConnection } from './use-connection.ts'
import { filesOf, regularFiles, useFileDrops } from './use-file-drops.ts'
import { useMonitors } from './use-monitors.ts'
import { useSaving } from './use-saving.ts'
import { openVnc } from './vnc/vnc-display.ts'
import { WindowTools } from './WindowTools.tsx'

interface Props {
  readonly vm: Vm
  readonly kind: 'spice' | 'vnc'
  /** Where another console is chosen. */
  readonly kinds: ReactNode
  readonly detached: boolean
}

export function DisplayScreen({ vm, kind, kinds, detached }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [scale, setScale] = useScale(vm)
  const [isReadOnly, setReadOnly] = useState(false)
  const [isMuted, setMuted] = useState(false)
  const [note, save, setNote] = useSaving()
  const [isTyping, setTyping] = useState(false)
  const monitors = useMonitors()
  const monitorName = useMonitorName(monitors.all)
  const files = useFileDrops()
  const { name } = vm
  const isSpice = kind === 'spice'
  const isCrowded = useMirror(state => state.objects.crowd[`${vm.host}/${vm.uuid}/${kind}`] !== undefined)
  const display = useConnection<Display>(
    frame,
    (element, life) => {
      const events = {
        ...life,
        onFileProgress: files.onFileProgress,
        onFileEnded: files.onFileEnded,
        onMonitors: monitors.learn,
        onClipboardTooLarge: () => setNote(t('console.clipboardTooLarge')),
      }
      const ref = { host: vm.host, vm: vm.uuid }
      return kind === 'spice' ? openSpice(element, ref, events) : openVnc(element, ref, events)
    },
    isSpice && isCrowded,
  )
  const { tools, attempt, connection } = display
  const [isShared, setShared] = useMachineSwitch(vm, 'sharedClipboards')
  const [hears, setHears] = useMachineSwitch(vm, 'microphones')

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
        {kinds}
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
          <Button
            icon={isMuted ? <VolumeX /> : <Volume2 />}
            aria-label={t(isMuted ? 'console.unmute' : 'console.mute')}
            onPress={() => setMuted(!isMuted)}
          />
        )}
        <RecordTools name={name} picture={() => display.current?.canvas() ?? null} onNote={setNote} />
        <Button icon={<Camera />} aria-label={t('console.screenshot')} onPress={() => void savePicture()} />
        <ReadOnlyToggle isReadOnly={isReadOnly} onChange={setReadOnly} />
        <WindowTools vm={vm} frame={frame} detached={detached} />
      </div>
      <Stage
        frame={frame}
        kind={kind}
        label={t('console.screen', { name })}
        connection={connection}
        onReconnect={display.reconnect}
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

/** Of this machine, kept; or as the settings have it for all. */
function useScale(vm: Vm): [scale: ScreenScale, setScale: (scale: ScreenScale) => void] {
  const machine = objectKey(vm.host, vm.uuid)
  const { consoleScale, machineScales } = useMirror(state => state.settings)
  const setScale = (scale: ScreenScale) => {
    const others = Object.entries(machineScales).filter(([key]) => key !== machine)
    const kept = [...others, [machine, scale] as const].slice(-MOST_MACHINES)
    void ask('settings.change', { machineScales: Object.fromEntries(kept) })
  }
  return [machineScales[machine] ?? consoleScale, setScale]
}

/** Whether this machine is among those of a setting, and how to change that. */
function useMachineSwitch(
  vm: Vm,
  setting: 'sharedClipboards' | 'microphones',
): [isOn: boolean, setOn: (on: boolean) => void] {
  const machine = objectKey(vm.host, vm.uuid)
  const all = useMirror(state => state.settings[setting])
  const setOn = (on: boolean) => {
    const others = all.filter(key => key !== machine)
    void ask('settings.change', { [setting]: on ? [...others, machine] : others })
  }
  return [all.includes(machine), setOn]
}
