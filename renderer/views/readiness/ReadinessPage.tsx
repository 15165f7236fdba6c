// "Is this computer ready?": findings in plain words, each with the exact fix.
import { useCallback, useEffect, useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import { HostId } from '../../../preload/model/ids.ts'
import type { Finding, FindingStatus, Readiness } from '../../../preload/model/readiness.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { errorOf, errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { CodeBlock } from '../../ui/CodeBlock/CodeBlock.tsx'
import { CircleAlert, CircleCheck, Info, RotateCw, TriangleAlert } from '../../ui/icons.ts'
import page from '../page.module.css'
import styles from './ReadinessPage.module.css'

const SYSTEM = HostId.parse('system')

export function ReadinessPage() {
  const { t } = useWords()
  const [readiness, setReadiness] = useState<Readiness | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [checking, setChecking] = useState(true)
  const check = useCallback(() => {
    setChecking(true)
    ask('readiness.check', undefined)
      .then(setReadiness, reason => setError(errorOf(reason)))
      .finally(() => setChecking(false))
  }, [])
  // What libvirt says changes with the connection to it.
  const connection = useMirror(state => state.objects.host[SYSTEM]?.connection.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the connection is what makes it worth asking again
  useEffect(check, [check, connection])
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>{t('ready.title')}</h1>
        <Button icon={<RotateCw />} isDisabled={checking} onPress={check}>
          {t(checking ? 'ready.checking' : 'ready.again')}
        </Button>
      </div>
      <p className={page['muted']}>{t('ready.text')}</p>
      {error && <Banner kind="danger" title={errorText(error, t)} />}
      <ul className={styles['findings']} aria-busy={checking}>
        {readiness?.findings.map(finding => (
          <FindingRow key={finding.id} finding={finding} />
        ))}
      </ul>
    </div>
  )
}

const ICONS: Readonly<Record<FindingStatus, typeof Info>> = {
  ok: CircleCheck,
  info: Info,
  warn: TriangleAlert,
  fail: CircleAlert,
}

function FindingRow({ finding }: { readonly finding: Finding }) {
  const { t } = useWords()
  const Icon = ICONS[finding.status]
  return (
    <li
      className={`${styles['finding']} ${styles[finding.status]}`}
      data-finding={finding.id}
      data-status={finding.status}
    >
      <Icon aria-label={t(`ready.status.${finding.status}`)} role="img" />
      <div className={styles['text']}>
        <h2>{t(`readiness.${finding.id}.title`)}</h2>
        <p>{t(`readiness.${finding.id}.${finding.variant}`, finding.params)}</p>
        {finding.commands.length > 0 && (
          <CodeBlock
            label={t('ready.fix')}
            text={finding.commands.join('\n')}
            copyLabel={t('common.copy')}
            onCopy={text => void ask('window.copy', text)}
          />
        )}
      </div>
    </li>
  )
}
