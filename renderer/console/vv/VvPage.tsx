// The display that a .vv file leads to: first where that is, and then, if the user wants it, the screen.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import type { VvFacts } from '../../../preload/model/vv.ts'
import { ask, pipe } from '../../store/client.ts'
import { errorOf, errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { DescriptionList } from '../../ui/DescriptionList/DescriptionList.tsx'
import page from '../ConsolePage.module.css'
import { DisplayScreen } from '../DisplayScreen.tsx'
import { showSpice } from '../spice/spice-display.ts'
import { useFullScreen } from '../use-full-screen.ts'
import { showVnc } from '../vnc/vnc-display.ts'
import styles from './VvPage.module.css'

export function VvPage({ file }: { readonly file: string }) {
  const { t } = useWords()
  const [facts, setFacts] = useState<VvFacts | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [isAllowed, setAllowed] = useState(false)
  useEffect(() => {
    ask('vv.facts', { file }).then(setFacts, failed => setError(errorOf(failed)))
  }, [file])
  useEffect(() => {
    if (facts) document.title = `${addressOf(facts)} — Vitrina`
  }, [facts])
  if (error) return <Banner kind="warning" title={errorText(error, t)} />
  if (!facts) return null
  if (isAllowed) return <VvScreen file={file} facts={facts} />
  return (
    <div className={styles['question']}>
      <h1>{t('vv.title')}</h1>
      <p>{t('vv.text')}</p>
      <DescriptionList
        items={[
          { term: t('vv.display'), value: addressOf(facts), mono: true },
          { term: t('vv.wayLabel'), value: t(facts.isEncrypted ? 'vv.encrypted' : 'vv.plain') },
          ...(facts.title ? [{ term: t('vv.says'), value: <bdi>{facts.title}</bdi> }] : []),
        ]}
      />
      {facts.hasProxy && <Banner kind="info" title={t('vv.proxy')} />}
      {facts.isDeleted && <p>{t('vv.deleted')}</p>}
      <div className={styles['buttons']}>
        <Button autoFocus onPress={() => void ask('window.close', undefined)}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="primary"
          onPress={() =>
            void ask('vv.allow', { file }).then(
              () => setAllowed(true),
              failed => setError(errorOf(failed)),
            )
          }
        >
          {t('vv.connect')}
        </Button>
      </div>
    </div>
  )
}

/** It has all that a machine's console has; what is chosen for it is forgotten with the window. */
function VvScreen({ file, facts }: { readonly file: string; readonly facts: VvFacts }) {
  const full = useFullScreen(null)
  const show = facts.kind === 'spice' ? showSpice : showVnc
  return (
    <div className={page['page']}>
      <div className={page['screens']} data-full={full.isFull}>
        <div className={page['screen']} data-shown>
          <DisplayScreen
            kind={facts.kind}
            name={addressOf(facts)}
            machine={null}
            open={(frame, events) => show(frame, () => pipe('console.open', { kind: 'file', file }), events)}
            isCrowded={false}
            lead={<h1 className={styles['name']}>{addressOf(facts)}</h1>}
            full={full}
          />
        </div>
      </div>
    </div>
  )
}

/** `spice://host:5900` */
function addressOf({ kind, host, port }: VvFacts): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
