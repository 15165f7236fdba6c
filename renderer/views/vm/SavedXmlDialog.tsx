// The definition in a saved machine's state, to read and to change.
import { lazy, Suspense, useEffect, useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { errorOf, useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { Disclosure } from '../../ui/Disclosure/Disclosure.tsx'
import { ErrorBanner } from './ErrorBanner.tsx'
import { Difference } from './hardware/Difference.tsx'

// The editor is large, and most people never see it.
const DomainEditor = lazy(() => import('./xml/DomainEditor.tsx').then(m => ({ default: m.DomainEditor })))

export function SavedXmlDialog() {
  const vm = useAsked('savedXml')
  return vm && <SavedXml key={vm.uuid} vm={vm} />
}

function SavedXml({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [base, setBase] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [isWellFormed, setWellFormed] = useState(true)
  const [error, setError] = useState<AppError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, for the machine the dialog was opened on
  useEffect(() => {
    ask('vm.savedXml', { host: vm.host, vm: vm.uuid }).then(
      xml => {
        setBase(xml)
        setText(xml)
      },
      reason => setError(errorOf(reason)),
    )
  }, [])
  const isChanged = base !== null && text !== base
  const confirm = () => {
    stopAsking()
    if (base !== null) void ask('vm.changeSaved', { host: vm.host, vm: vm.uuid, base, text })
  }
  return (
    <Dialog
      title={t('savedXml.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('savedXml.confirm')}
      isConfirmDisabled={!isChanged || !isWellFormed}
      size="large"
      onClose={stopAsking}
      onConfirm={confirm}
    >
      <p>{t('savedXml.text')}</p>
      {error && <ErrorBanner error={error} />}
      {base !== null && (
        <Suspense fallback={null}>
          <DomainEditor label={t('savedXml.label')} value={text} onChange={setText} onJudge={setWellFormed} />
        </Suspense>
      )}
      {isChanged && (
        <Disclosure label={t('hardware.diff.label')} level={null}>
          <Difference label={t('hardware.diff.label')} before={base} after={text} />
        </Disclosure>
      )}
    </Dialog>
  )
}
