// A new device's element before it is added: what the form makes of it, which can be written otherwise.
import { lazy, Suspense } from 'react'
import { useWords } from '../../../../store/words.ts'
import { Disclosure } from '../../../../ui/Disclosure/Disclosure.tsx'

// The editor is large, and most people never see it.
const DomainEditor = lazy(() => import('../../xml/DomainEditor.tsx').then(m => ({ default: m.DomainEditor })))

interface Props {
  readonly text: string
  /** Whether it is known yet. */
  readonly isReady: boolean
  readonly onChange: (text: string) => void
}

const OUTER = ['domain', 'devices']

export function NewDeviceXml({ text, isReady, onChange }: Props) {
  const { t } = useWords()
  return (
    <Disclosure label={t('xml.newDevice')} level={null}>
      {isReady && (
        <Suspense fallback={null}>
          <p>{t('xml.newDeviceText')}</p>
          <DomainEditor label={t('xml.deviceLabel')} value={text} onChange={onChange} outer={OUTER} />
        </Suspense>
      )}
    </Disclosure>
  )
}
