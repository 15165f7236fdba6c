// A machine's console: its screen over SPICE or VNC, or its text console, with the tools around it.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AppError } from '../../preload/model/error.ts'
import { objectKey } from '../../preload/model/ids.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { errorText, useWords } from '../store/words.ts'
import { Banner } from '../ui/Banner/Banner.tsx'
import { Button } from '../ui/Button/Button.tsx'
import { EmptyState } from '../ui/EmptyState/EmptyState.tsx'
import { Select } from '../ui/Field/Field.tsx'
import { Camera, ExternalLink, Keyboard, Maximize, MonitorOff, Play, Volume2, VolumeX } from '../ui/icons.ts'
import { MenuButton } from '../ui/Menu/Menu.tsx'
import styles from './ConsolePage.module.css'
import { type Display, type GuestTools, KEY_CHORDS } from './display.ts'
import { FileDrops } from './FileDrops.tsx'
import { ScaleMenu, ShareMenu } from './GuestMenus.tsx'
import { ReleaseKeys } from './release-keys.ts'
import { openSerial, type TextConsole } from './serial/serial-terminal.ts'
import { openSpice } from './spice/spice-display.ts'
import { filesOf, useFileDrops } from './use-file-drops.ts'
import { openVnc } from './vnc/vnc-display.ts'

type Kind = 'spice' | 'vnc' | 'serial'
type Connection =
  | { readonly state: 'connecting' | 'connected' }
  | { readonly state: 'ended'; readonly error: AppError | null }

/** After a guest's reboot its display is back at once; a display that stays away is not chased for ever. */
const RECONNECT_MS = 1_500
const RECONNECTS = 3

interface Props {
  readonly vm: Vm
  /** In a window of its own there is nothing to detach. */
  readonly detached?: boolean
}

export function ConsolePage({ vm, detached = false }: Props) {
  const { t } = useWords()
  const kinds: Kind[] = [...new Set(vm.graphics.map(g => g.kind))]
  if (vm.serials.length > 0 || kinds.length === 0) kinds.push('serial')
  const [chosen, setChosen] = useState<Kind | null>(null)
  const kind = chosen && kinds.includes(chosen) ? chosen : (kinds[0] ?? 'serial')
  const on =
    vm.state === 'running' ||
    vm.state === 'paused' ||
    vm.state === 'shutting-down' ||
    vm.state === 'suspended'
  const ref = { host: vm.host, vm: vm.uuid }
  if (!on) {
    return (
      <EmptyState
        icon={<MonitorOff />}
        title={t('console.off', { name: vm.name })}
        actions={
          <Button variant="primary" icon={<Play />} onPress={() => void ask('vm.start', ref)}>
            {t('action.start')}
          </Button>
        }
      >
        {t('console.offText')}
      </EmptyState>
    )
  }
  return (
    <div className={styles['page']}>
      {vm.graphics.length === 0 && (
        <Banner kind="info" title={t('console.none')}>
          {t('console.noneText')}
        </Banner>
      )}
      <Screen
        key={`${vm.uuid} ${kind}`}
        vm={vm}
        kind={kind}
        kinds={kinds}
        onKind={setChosen}
        detached={detached}
      />
    </div>
  )
}

interface ScreenProps {
  readonly vm: Vm
  readonly kind: Kind
  readonly kinds: readonly Kind[]
  readonly onKind: (kind: Kind) => void
  readonly detached: boolean
}

function Screen({ vm, kind, kinds, onKind, detached }: ScreenProps) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const display = useRef<Display | null>(null)
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  const [attempt, setAttempt] = useState({ byItself: 0 })
  const settings = useMirror(state => state.settings)
  const [scale, setScale] = useState(settings.consoleScale)
  const [tools, setTools] = useState<GuestTools | null>(null)
  const [muted, setMuted] = useState(false)
  const files = useFileDrops()
  const machine = objectKey(vm.host, vm.uuid)
  const hears = settings.microphones.includes(machine)
  const isShared = settings.sharedClipboards.includes(machine)
  const release = useMemo(() => new ReleaseKeys(settings.releaseKeys), [settings.releaseKeys])
  const [note, setNote] = useState<string | null>(null)
  const { host, uuid, name } = vm
  /** `Ctrl+Alt+Del`, `Ctrl+Alt+Supr` */
  const keysText = (codes: readonly string[]) =>
    codes.map(code => t(`key.${code}`, { defaultValue: code })).join('+')
  const label = t(kind === 'serial' ? 'console.text' : 'console.screen', { name })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks for a new connection
  useEffect(() => {
    if (!frame.current) return
    setConnection({ state: 'connecting' })
    let over = false
    let timer: number | undefined
    const events = {
      onConnected: () => {
        if (!over) setConnection({ state: 'connected' })
      },
      onTools: (now: GuestTools | null) => {
        if (!over) setTools(now)
      },
      onClipboardTooLarge: () => setNote(t('console.clipboardTooLarge')),
      onFileProgress: files.onFileProgress,
      onFileEnded: files.onFileEnded,
      onEnded: (error: AppError | null) => {
        if (over) return
        setTools(null)
        setConnection({ state: 'ended', error })
        if (attempt.byItself >= RECONNECTS) return
        timer = window.setTimeout(() => setAttempt({ byItself: attempt.byItself + 1 }), RECONNECT_MS)
      },
    }
    const ref = { host, vm: uuid }
    let text: TextConsole | null = null
    if (kind === 'serial') text = openSerial(frame.current, ref, label, events)
    else
      display.current =
        kind === 'spice' ? openSpice(frame.current, ref, events) : openVnc(frame.current, ref, events)
    return () => {
      over = true
      window.clearTimeout(timer)
      text?.close()
      display.current?.close()
      display.current = null
    }
  }, [host, uuid, kind, attempt])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each connection has a display of its own to be told
  useEffect(() => display.current?.setScale(scale), [scale, kind, attempt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.shareClipboard?.(isShared), [isShared, kind, attempt])

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.setMuted?.(muted), [muted, kind, attempt])

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => display.current?.allowMicrophone?.(hears), [hears, kind, attempt])

  const setHears = (on: boolean) => {
    const others = settings.microphones.filter(key => key !== machine)
    void ask('settings.change', { microphones: on ? [...others, machine] : others })
  }
  const setShared = (on: boolean) => {
    const others = settings.sharedClipboards.filter(key => key !== machine)
    void ask('settings.change', { sharedClipboards: on ? [...others, machine] : others })
  }
  const sendFiles = (chosen: readonly File[] | null) => {
    if (!chosen) setNote(t('console.notFiles'))
    else if (!tools?.files) setNote(t(kind === 'spice' ? 'console.noAgent' : 'console.onlySpice'))
    else if (display.current) files.send(display.current, chosen)
  }

  const savePicture = useCallback(async () => {
    const canvas = display.current?.canvas()
    if (!canvas) return
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'))
    if (!blob) return
    const png = new Uint8Array(await blob.arrayBuffer())
    const path = await ask('window.savePicture', { name, png })
    if (path) setNote(t('console.saved', { path }))
  }, [name, t])

  return (
    <>
      <div className={styles['tools']} role="toolbar" aria-label={t('console.toolbar')}>
        <div className={styles['kind']}>
          <Select
            label={t('console.kind')}
            value={kind}
            onChange={id => onKind(id as Kind)}
            options={kinds.map(id => ({ id, label: t(`console.${id}`) }))}
          />
        </div>
        <span className={styles['space']} role="status">
          {note}
        </span>
        {kind !== 'serial' && (
          <>
            <ScaleMenu tools={tools} isSpice={kind === 'spice'} scale={scale} onScale={setScale} />
            <ShareMenu
              tools={tools}
              isSpice={kind === 'spice'}
              isShared={isShared}
              onShared={setShared}
              hears={hears}
              onHears={setHears}
              onFiles={sendFiles}
            />
            <MenuButton
              label={t('console.sendKey')}
              icon={<Keyboard />}
              entries={KEY_CHORDS.map(codes => ({ id: codes.join(' '), label: keysText(codes) }))}
              onAction={id => {
                display.current?.sendKeys(id.split(' '))
                display.current?.focus()
              }}
            />
            {kind === 'spice' && (
              <Button
                icon={muted ? <VolumeX /> : <Volume2 />}
                aria-label={t(muted ? 'console.unmute' : 'console.mute')}
                onPress={() => setMuted(!muted)}
              />
            )}
            <Button
              icon={<Camera />}
              aria-label={t('console.screenshot')}
              onPress={() => void savePicture()}
            />
          </>
        )}
        <Button
          icon={<Maximize />}
          aria-label={t('console.fullScreen')}
          onPress={() => void toggleFullScreen(frame.current)}
        />
        {!detached && (
          <Button
            icon={<ExternalLink />}
            aria-label={t('console.detach')}
            onPress={() => void ask('window.detachConsole', { host, vm: uuid })}
          />
        )}
      </div>
      <div className={styles['stage']}>
        {/* The application role lets every key through to the guest. */}
        <div
          ref={frame}
          className={`${styles['frame']} ${scale === 'actual' ? styles['actual'] : ''}`}
          role="application"
          aria-label={label}
          data-console={kind}
          data-state={connection.state}
          onKeyDownCapture={event => release.down(event.code)}
          onKeyUpCapture={event => {
            if (release.up(event.code) && document.activeElement instanceof HTMLElement)
              document.activeElement.blur()
          }}
          onBlurCapture={() => release.forget()}
          onDragOver={event => event.preventDefault()}
          onDrop={event => {
            event.preventDefault()
            sendFiles(filesOf(event.dataTransfer))
          }}
        />
        <FileDrops
          drops={files.drops}
          onCancel={id => display.current?.cancelFile?.(id)}
          onDismiss={files.dismiss}
        />
        {connection.state === 'connecting' && <p className={styles['cover']}>{t('console.connecting')}</p>}
        {connection.state === 'ended' && (
          <div className={styles['cover']}>
            <Banner
              kind={connection.error ? 'warning' : 'info'}
              title={connection.error ? errorText(connection.error, t) : t('console.lost')}
              actions={<Button onPress={() => setAttempt({ byItself: 0 })}>{t('console.reconnect')}</Button>}
              details={
                connection.error?.detail
                  ? { label: t('common.details'), text: connection.error.detail }
                  : undefined
              }
            />
          </div>
        )}
        <p className={styles['pill']} aria-hidden>
          {t('console.grabbed', { keys: t(`settings.releaseWith.${settings.releaseKeys}`) })}
        </p>
      </div>
    </>
  )
}

async function toggleFullScreen(frame: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
  else await frame?.parentElement?.requestFullscreen()
}
