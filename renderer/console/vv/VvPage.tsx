// The display that a .vv file leads to: first where that is, and then, if the user wants it, the screen.
import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import type { VvFacts } from '../../../preload/model/vv.ts'
import { ask, pipe } from '../../store/client.ts'
import { errorOf, errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { DescriptionList } from '../../ui/DescriptionList/DescriptionList.tsx'
import page from '../ConsolePage.module.css'
import type { Display } from '../display.ts'
import { SendKeyMenu } from '../GuestMenus.tsx'
import { Stage } from '../Stage.tsx'
import { showSpice } from '../spice/spice-display.ts'
import { TypeDialog } from '../typing/TypeDialog.tsx'
import { useConnection } from '../use-connection.ts'
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

function VvScreen({ file, facts }: { readonly file: string; readonly facts: VvFacts }) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const [isTyping, setTyping] = useState(false)
  const display = useConnection<Display>(frame, (element, events) => {
    const open = () => pipe('console.open', { kind: 'file', file })
    return facts.kind === 'spice' ? showSpice(element, open, events) : showVnc(element, open, events)
  })
  const { attempt } = display
  // biome-ignore lint/correctness/useExhaustiveDependencies: each connection has a display of its own to be told
  useEffect(() => display.current?.setScale('fit'), [attempt])
  return (
    <div className={page['page']}>
      <div className={page['tools']} role="toolbar" aria-label={t('console.toolbar')}>
        <h1 className={styles['name']}>{addressOf(facts)}</h1>
        <SendKeyMenu
          isDisabled={false}
          onKeys={codes => {
            display.current?.sendKeys(codes, null)
            display.current?.focus()
          }}
          onType={() => setTyping(true)}
        />
      </div>
      <Stage
        frame={frame}
        kind={facts.kind}
        label={t('console.screen', { name: addressOf(facts) })}
        connection={display.connection}
        onReconnect={display.reconnect}
      />
      {isTyping && display.connection.state === 'connected' && display.current && (
        <TypeDialog display={display.current} onClose={() => setTyping(false)} />
      )}
    </div>
  )
}

/** `spice://host:5900` */
function addressOf({ kind, host, port }: VvFacts): string {
  return `${kind}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
