// The machine's definition as XML, to write: reviewed with the same difference as the form's, applied the same way. Beside
// it what runs now, to read.
import { useEffect, useMemo, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { SegmentedControl } from '../../../ui/SegmentedControl/SegmentedControl.tsx'
import { XmlView } from '../../../ui/XmlView/XmlView.tsx'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { ChangeDialog } from '../hardware/dialogs/ChangeDialog.tsx'
import { type Editing, useEditing } from '../hardware/editing.ts'
import { Conflict } from './Conflict.tsx'
import { DomainEditor } from './DomainEditor.tsx'
import { useDraft } from './draft.ts'
import { NativeCommand } from './NativeCommand.tsx'
import { lineOfRefusal } from './refusal.ts'
import styles from './XmlTab.module.css'

type Shown = 'next' | 'now'

export function XmlTab({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const editing = useEditing(vm)
  const [shown, setShown] = useState<Shown>('next')
  const { error, hardware } = editing
  return (
    <div className={styles['tab']}>
      {error && <ErrorBanner error={error} />}
      {hardware?.running && (
        <div>
          <SegmentedControl
            label={t('xml.which')}
            value={shown}
            onChange={id => setShown(id as Shown)}
            options={[
              { id: 'next', label: t('vm.xmlNext') },
              { id: 'now', label: t('vm.xmlNow') },
            ]}
          />
        </div>
      )}
      {hardware && <NativeCommand vm={vm} />}
      {hardware?.running && shown === 'now' && <Running vm={vm} />}
      {hardware && !(hardware.running && shown === 'now') && <Definition vm={vm} editing={editing} />}
    </div>
  )
}

function Definition({ vm, editing }: { readonly vm: Vm; readonly editing: Editing }) {
  const { t } = useWords()
  const drafting = useDraft(`${vm.host}/${vm.uuid}`, editing.hardware.definition)
  const [reviewing, setReviewing] = useState(false)
  const [isWellFormed, setWellFormed] = useState(true)
  const [failure, setFailure] = useState<{ error: AppError; text: string } | null>(null)
  const { text, isChanged, conflict } = drafting
  // It was said of that text, and of no other.
  const refused = failure?.text === text ? failure.error : null
  const refusal = useMemo(() => {
    const line = refused?.detail ? lineOfRefusal(refused.detail, text) : null
    return line && refused ? { line, message: t('xml.refused', { detail: refused.detail ?? '' }) } : null
  }, [refused, text, t])
  const canReview = isChanged && isWellFormed && !conflict && vm.persistent
  return (
    <>
      <Conflict drafting={drafting} />
      {!vm.persistent && <Banner kind="info" title={t('error.hardware.transient')} />}
      {refused && <ErrorBanner error={refused} />}
      <DomainEditor
        label={t('vm.xmlNext')}
        value={text}
        onChange={drafting.write}
        onSubmit={() => setReviewing(canReview)}
        onJudge={setWellFormed}
        isReadOnly={!vm.persistent}
        refusal={refusal}
      />
      <div className={styles['bar']}>
        <p className={styles['hint']}>{t('xml.hint')}</p>
        <Button isDisabled={!isChanged || editing.isBusy} onPress={drafting.discard}>
          {t('hardware.discard')}
        </Button>
        <Button
          variant="primary"
          isDisabled={!canReview}
          isPending={editing.isBusy}
          onPress={() => setReviewing(true)}
        >
          {t('xml.review')}
        </Button>
      </div>
      {reviewing && (
        <ChangeDialog
          editing={editing}
          title={t('xml.reviewTitle', { name: vm.name })}
          confirmLabel={t('hardware.apply')}
          change={{ do: 'xml', text }}
          size="large"
          outcome={{ onDone: drafting.discard, onFailed: error => setFailure({ error, text }) }}
          onClose={() => setReviewing(false)}
        />
      )}
    </>
  )
}

/** Read again whenever the machine changes. */
function Running({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [active, setActive] = useState<string | null>(null)
  useEffect(() => {
    let over = false
    ask('vm.xml', { host: vm.host, vm: vm.uuid }).then(
      xml => over || setActive(xml.active),
      () => over || setActive(null),
    )
    return () => {
      over = true
    }
  }, [vm])
  if (active === null) return <p>{t('common.loading')}</p>
  return (
    <XmlView
      label={t('vm.xmlNow')}
      text={active}
      copyLabel={t('common.copy')}
      onCopy={text => void ask('window.copy', text)}
    />
  )
}
