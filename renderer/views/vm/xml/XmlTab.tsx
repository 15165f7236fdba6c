// The machine's XML, for reading.
import { useEffect, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import type { XmlText } from '../../../../preload/model/xml.ts'
import { ask } from '../../../store/client.ts'
import { errorOf, errorText, useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { CodeBlock } from '../../../ui/CodeBlock/CodeBlock.tsx'
import styles from '../../page.module.css'

export function XmlTab({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [xml, setXml] = useState<XmlText | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  // Read again whenever the machine changes.
  useEffect(() => {
    let over = false
    ask('vm.xml', { host: vm.host, vm: vm.uuid }).then(
      text => over || setXml(text),
      reason => over || setError(errorOf(reason)),
    )
    return () => {
      over = true
    }
  }, [vm])
  const copy = (text: string) => void ask('window.copy', text)
  return (
    <div className={styles['page']}>
      {error && <Banner kind="danger" title={errorText(error, t)} />}
      {xml?.active && (
        <section className={styles['section']}>
          <h2>{t('vm.xmlNow')}</h2>
          <CodeBlock label={t('vm.xmlNow')} text={xml.active} copyLabel={t('common.copy')} onCopy={copy} />
        </section>
      )}
      {xml && (
        <section className={styles['section']}>
          <h2>{t('vm.xmlNext')}</h2>
          <CodeBlock label={t('vm.xmlNext')} text={xml.inactive} copyLabel={t('common.copy')} onCopy={copy} />
        </section>
      )}
    </div>
  )
}
