// Types the clipboard's text into a guest that shares no clipboard: first what it is and what cannot be typed, then
// how far it is. It stays over the console, so that nobody's keys come between.
import { useEffect, useRef, useState } from 'react'
import { GUEST_LAYOUTS, type GuestLayout } from '../../../preload/model/settings.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { Select } from '../../ui/Field/Field.tsx'
import { ProgressBar } from '../../ui/ProgressBar/ProgressBar.tsx'
import type { Display } from '../display.ts'
import { LAYOUTS } from './layouts.ts'
import { strokesOf } from './strokes.ts'
import { PACES_MS, type Pace, typeStrokes } from './type-strokes.ts'

/** Seven minutes of typing at the normal pace. What is longer was copied for something else. */
const LONGEST = 10_000
/** So many are named of those that cannot be typed. */
const NAMED = 20

interface Props {
  readonly display: Display
  readonly onClose: () => void
}

export function TypeDialog({ display, onClose }: Props) {
  const { t } = useWords()
  const layout = useMirror(state => state.settings.guestLayout)
  const [text, setText] = useState<string | null>(null)
  const [pace, setPace] = useState<Pace>('normal')
  const [typed, setTyped] = useState<number | null>(null)
  const stop = useRef(new AbortController())
  useEffect(() => {
    const stopping = new AbortController()
    stop.current = stopping
    void ask('window.readClipboard', undefined).then(read => setText(read ?? ''))
    return () => stopping.abort()
  }, [])
  if (text === null) return null
  const { strokes, untypable } = strokesOf(text.slice(0, LONGEST), LAYOUTS[layout])
  const lines = text.split(/\r\n?|\n/).length - 1
  const canType = text.length > 0 && text.length <= LONGEST && untypable.length === 0
  const type = async () => {
    setTyped(0)
    await typeStrokes(display, strokes, pace, stop.current.signal, setTyped)
    onClose()
  }
  return (
    <Dialog
      title={t('typing.title')}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('typing.confirm')}
      isConfirmDisabled={!canType}
      isPending={typed !== null}
      onClose={onClose}
      onConfirm={() => void type()}
    >
      {text === '' && <p>{t('typing.empty')}</p>}
      {text !== '' && (
        <>
          <Select
            label={t('typing.layout')}
            description={t('typing.layoutText')}
            value={layout}
            onChange={id => void ask('settings.change', { guestLayout: id as GuestLayout })}
            options={GUEST_LAYOUTS.map(id => ({ id, label: t(`typing.layouts.${id}`) }))}
            isDisabled={typed !== null}
          />
          <Select
            label={t('typing.pace')}
            description={t('typing.paceText')}
            value={pace}
            onChange={id => setPace(id as Pace)}
            options={(Object.keys(PACES_MS) as Pace[]).map(id => ({ id, label: t(`typing.paces.${id}`) }))}
            isDisabled={typed !== null}
          />
          <p>
            {t('typing.characters', { count: [...text].length })}{' '}
            {lines > 0 && t('typing.lines', { count: lines })}
          </p>
        </>
      )}
      {text.length > LONGEST && <Banner kind="warning" title={t('typing.tooLong', { count: LONGEST })} />}
      {untypable.length > 0 && (
        <Banner kind="warning" title={t('typing.untypable')}>
          <bdi>{untypable.slice(0, NAMED).map(nameOf).join('  ')}</bdi>
          {untypable.length > NAMED && ' …'}
        </Banner>
      )}
      {typed !== null && (
        <ProgressBar label={t('typing.going')} value={typed / strokes.length} isLabelShown />
      )}
    </Dialog>
  )
}

/** What cannot be seen is named by its number. */
function nameOf(sign: string): string {
  const code = (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign) ? sign : `U+${code}`
}
