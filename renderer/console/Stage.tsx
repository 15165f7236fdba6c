// Where a console is drawn: its frame, and over it what is to be said while there is no picture.
import { type DragEvent, type KeyboardEvent, type ReactNode, type RefObject, useMemo, useState } from 'react'
import { useMirror } from '../store/mirror.ts'
import { errorText, useWords } from '../store/words.ts'
import { Banner } from '../ui/Banner/Banner.tsx'
import { Button } from '../ui/Button/Button.tsx'
import { VisuallyHidden } from '../ui/VisuallyHidden/VisuallyHidden.tsx'
import styles from './ConsolePage.module.css'
import { hostKey } from './host-keys.ts'
import { ReleaseKeys } from './release-keys.ts'
import type { Connection } from './use-connection.ts'
import type { FullScreen } from './use-full-screen.ts'

interface Props {
  readonly frame: RefObject<HTMLDivElement | null>
  /** `spice`, `vnc`, `serial` */
  readonly kind: string
  readonly label: string
  readonly connection: Connection
  readonly onReconnect: () => void
  readonly full: FullScreen
  /** The guest's pixels as they are: what does not fit can be scrolled to. */
  readonly isActualSize?: boolean
  /** No key and no pointer reaches what is in the frame. */
  readonly isInert?: boolean
  /** What has ended was taken by somebody else. */
  readonly isTaken?: boolean
  readonly onDrop?: (data: DataTransfer) => void
  readonly children?: ReactNode
}

export function Stage({ frame, kind, label, connection, onReconnect, full, ...props }: Props) {
  const { t } = useWords()
  const { releaseKeys, hostKeys } = useMirror(state => state.settings)
  const release = useMemo(() => new ReleaseKeys(releaseKeys), [releaseKeys])
  const describe = (): string => {
    if (connection.state === 'ended')
      return connection.error ? errorText(connection.error, t) : t('console.lost')
    return connection.state === 'connecting'
      ? t('console.connecting')
      : t('console.connected', { screen: label })
  }
  const [isGrabbed, setGrabbedHere] = useState(false)
  const setGrabbed = (grabbed: boolean) => {
    setGrabbedHere(grabbed)
    full.setGrabbed(grabbed)
  }
  const keys = t(`settings.releaseWith.${releaseKeys}`)
  // For who does not see the screen: what has become of the connection, and where the keyboard is.
  const said = isGrabbed && connection.state === 'connected' ? t('console.grabbed', { keys }) : describe()
  /** @returns whether the key stays here */
  const keepKey = (event: KeyboardEvent): boolean => {
    const kept = hostKey(event.code, hostKeys)
    if (!kept) return false
    event.stopPropagation()
    if (kept === 'fullScreen') {
      event.preventDefault()
      if (!event.repeat) full.toggle()
    }
    return true
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files that are dropped here can be chosen in a menu, too
    <div
      className={styles['stage']}
      onDragOver={event => event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        props.onDrop?.(event.dataTransfer)
      }}
    >
      {/* The application role lets every key through to the guest. */}
      <div
        ref={frame}
        className={`${styles['frame']} ${props.isActualSize ? styles['actual'] : ''}`}
        role="application"
        aria-label={label}
        data-console={kind}
        data-state={connection.state}
        inert={props.isInert ?? false}
        onKeyDownCapture={event => {
          if (keepKey(event)) return
          release.down(event.code)
        }}
        onKeyUpCapture={event => {
          if (hostKey(event.code, hostKeys)) return event.stopPropagation()
          if (release.up(event.code) && document.activeElement instanceof HTMLElement)
            document.activeElement.blur()
        }}
        onFocusCapture={() => setGrabbed(true)}
        onBlurCapture={() => {
          setGrabbed(false)
          release.forget()
        }}
      />
      {props.children}
      {connection.state === 'connecting' && <p className={styles['cover']}>{t('console.connecting')}</p>}
      {connection.state === 'ended' && (
        <div className={styles['cover']}>
          <Banner
            kind={connection.error ? 'warning' : 'info'}
            title={
              props.isTaken
                ? t('console.taken')
                : connection.error
                  ? errorText(connection.error, t)
                  : t('console.lost')
            }
            actions={<Button onPress={onReconnect}>{t('console.reconnect')}</Button>}
            details={
              connection.error?.detail
                ? { label: t('common.details'), text: connection.error.detail }
                : undefined
            }
          >
            {props.isTaken && t('console.takenText')}
          </Banner>
        </div>
      )}
      <VisuallyHidden>
        <span role="status">{said}</span>
      </VisuallyHidden>
      <p className={styles['pill']} aria-hidden>
        {t('console.grabbed', { keys })}
      </p>
    </div>
  )
}
