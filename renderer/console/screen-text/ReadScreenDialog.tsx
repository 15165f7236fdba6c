// The guest's text screen as text: to be selected, copied, and heard. What is written while it is open is said on request.
import { useEffect, useRef, useState } from 'react'
import { ask } from '../../store/client.ts'
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { CodeBlock } from '../../ui/CodeBlock/CodeBlock.tsx'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { Switch } from '../../ui/Switch/Switch.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden/VisuallyHidden.tsx'
import type { Reading } from './cells.ts'
import { changedLines } from './changes.ts'
import { readScreen } from './look.ts'

const FOLLOW_MS = 1_000

interface Props {
  readonly name: string
  readonly picture: () => HTMLCanvasElement | null
  readonly onClose: () => void
}

export function ReadScreenDialog({ name, picture, onClose }: Props) {
  const { t } = useWords()
  const [isFollowed, setFollowed] = useState(false)
  const { reading, said, readAgain } = useReading(picture, isFollowed)
  return (
    <Dialog
      title={t('console.textOf', { name })}
      size="large"
      cancelLabel={t('common.close')}
      confirmLabel={t('console.readAgain')}
      onConfirm={readAgain}
      onClose={onClose}
    >
      {reading?.kind === 'text' && (
        <>
          <CodeBlock
            label={t('console.screenText')}
            text={reading.lines.join('\n')}
            copyLabel={t('console.copyText')}
            onCopy={text => void ask('window.copy', text)}
          />
          {reading.unknown > 0 && <p>{t('console.unknownLetters', { count: reading.unknown })}</p>}
        </>
      )}
      {reading?.kind === 'picture' && (
        <Banner kind="info" title={t('console.noText')}>
          {t('console.noTextWhy')}
        </Banner>
      )}
      {reading?.kind === 'empty' && <p>{t('console.emptyScreen')}</p>}
      <Switch description={t('console.sayChangesText')} isSelected={isFollowed} onChange={setFollowed}>
        {t('console.sayChanges')}
      </Switch>
      <VisuallyHidden>
        <span role="log">{said}</span>
      </VisuallyHidden>
    </Dialog>
  )
}

interface ReadingNow {
  /** null: being read for the first time. */
  readonly reading: Reading | null
  /** What was written since it was followed last. */
  readonly said: string
  readAgain(): void
}

function useReading(picture: () => HTMLCanvasElement | null, isFollowed: boolean): ReadingNow {
  const [reading, setReading] = useState<Reading | null>(null)
  const [said, setSaid] = useState('')
  const [request, setRequest] = useState(0)
  const look = useRef(picture)
  look.current = picture
  const known = useRef<readonly string[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: each request reads once more
  useEffect(() => {
    const over = new AbortController()
    const read = async () => {
      const now = await readScreen(() => look.current(), over.signal)
      if (over.signal.aborted) return
      setReading(now)
      const lines = now.kind === 'text' ? now.lines : []
      const changed = changedLines(known.current, lines)
      known.current = lines
      if (!isFollowed) return
      if (changed.length > 0) setSaid(changed.join('\n'))
      setTimeout(() => void (over.signal.aborted || read()), FOLLOW_MS)
    }
    void read()
    return () => over.abort()
  }, [request, isFollowed])
  return { reading, said, readAgain: () => setRequest(request + 1) }
}
