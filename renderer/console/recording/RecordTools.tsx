// Starts and ends a video of the console; while one is made, a mark says so.
import { useEffect, useRef, useState } from 'react'
import { AppFailure } from '../../../preload/model/error.ts'
import { ask } from '../../store/client.ts'
import { errorText, useWords } from '../../store/words.ts'
import { Video } from '../../ui/icons.ts'
import { ToggleButton } from '../../ui/ToggleButton/ToggleButton.tsx'
import styles from './RecordTools.module.css'
import { recordScreen, type ScreenRecording } from './screen-recording.ts'

interface Props {
  readonly name: string
  readonly picture: () => HTMLCanvasElement | null
  /** Missing: there is none. */
  readonly sound?: (() => MediaStream | null) | undefined
  readonly onNote: (note: string) => void
}

export function RecordTools({ name, picture, sound, onNote }: Props) {
  const { t } = useWords()
  const recording = useRef<ScreenRecording | null>(null)
  const [since, setSince] = useState<number | null>(null)
  useEffect(() => () => void recording.current?.stop(), [])

  const start = async () => {
    const started = await ask('recording.start', { name })
    if (!started) return
    setSince(Date.now())
    recording.current = recordScreen(started.recording, { picture, sound }, failure => {
      recording.current = null
      setSince(null)
      onNote(failure ? errorText(failure.error, t) : t('console.saved', { path: started.path }))
    })
  }
  const toggle = (on: boolean) => {
    if (!on) return void recording.current?.stop()
    start().catch((error: unknown) => {
      if (!(error instanceof AppFailure)) throw error
      onNote(errorText(error.error, t))
    })
  }
  return (
    <>
      {since !== null && <Mark since={since} />}
      <ToggleButton
        label={t(since === null ? 'console.record' : 'console.stopRecording')}
        icon={<Video />}
        isIconOnly
        isSelected={since !== null}
        onChange={toggle}
      />
    </>
  )
}

/** Said once, not every second. */
function Mark({ since }: { readonly since: number }) {
  const { t } = useWords()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1_000)), 500)
    return () => clearInterval(timer)
  }, [since])
  const two = (n: number) => String(n).padStart(2, '0')
  return (
    <span className={styles['mark']} role="status">
      {t('console.recording')}
      <span aria-hidden>
        {Math.floor(seconds / 60)}:{two(seconds % 60)}
      </span>
    </span>
  )
}
