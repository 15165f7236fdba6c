// One snapshot: when and of what it was taken; going back to it, which keeps the present unless told otherwise; deleting it.
import { useState } from 'react'
import { freeName } from '../../../../preload/model/free-name.ts'
import type { Snapshot, SnapshotList } from '../../../../preload/model/snapshot.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatDate } from '../../../format/date.ts'
import { ask } from '../../../store/client.ts'
import { useWords } from '../../../store/words.ts'
import { Button } from '../../../ui/Button/Button.tsx'
import { Dialog } from '../../../ui/Dialog/Dialog.tsx'
import { Checkbox } from '../../../ui/Field/Field.tsx'
import { Pencil, RotateCcw, Trash2 } from '../../../ui/icons.ts'
import { TextArea } from '../../../ui/TextArea/TextArea.tsx'
import page from '../../page.module.css'
import { KeptPicture } from '../KeptPicture.tsx'
import styles from './SnapshotsTab.module.css'

interface Props {
  readonly vm: Vm
  readonly list: SnapshotList
  readonly snapshot: Snapshot
}

export function ChosenSnapshot({ vm, list, snapshot }: Props) {
  const { t, language } = useWords()
  const [asking, setAsking] = useState<'goBack' | 'describe' | 'delete' | null>(null)
  const { name, noDelete } = snapshot
  const noReturn = snapshot.kind === 'external' ? list.noReturn : null
  const ref = { host: vm.host, vm: vm.uuid, name }
  return (
    <section className={page['section']} aria-label={name}>
      <h2>
        <bdi>{name}</bdi>
      </h2>
      <p className={page['muted']}>
        {t(`snapshot.states.${snapshot.state}`, { at: formatDate(snapshot.takenAt, language) })}{' '}
        {t(`snapshot.kinds.${snapshot.kind}`)}.
      </p>
      {snapshot.picture && (
        <KeptPicture
          key={snapshot.picture}
          vm={vm}
          picture={snapshot.picture}
          size="large"
          label={t('timeline.picture', { at: formatDate(snapshot.takenAt, language) })}
        />
      )}
      {snapshot.description && <p className={styles['description']}>{snapshot.description}</p>}
      <div className={styles['buttons']}>
        <Button
          icon={<RotateCcw />}
          disabledReason={noReturn ? t(`error.snapshot.${noReturn.key}`, noReturn.params) : undefined}
          onPress={() => setAsking('goBack')}
        >
          {t('snapshot.goBack')}
        </Button>
        <Button icon={<Pencil />} onPress={() => setAsking('describe')}>
          {t('snapshot.describe')}
        </Button>
        <Button
          icon={<Trash2 />}
          disabledReason={noDelete ? t(`error.snapshot.${noDelete.key}`, noDelete.params) : undefined}
          onPress={() => setAsking('delete')}
        >
          {t('snapshot.delete')}
        </Button>
      </div>
      {asking === 'goBack' && (
        <GoBack vm={vm} list={list} snapshot={snapshot} onClose={() => setAsking(null)} />
      )}
      {asking === 'describe' && <Describe vm={vm} snapshot={snapshot} onClose={() => setAsking(null)} />}
      {asking === 'delete' && (
        <Dialog
          title={t('snapshot.deleteTitle', { name })}
          cancelLabel={t('common.cancel')}
          confirmLabel={t('snapshot.delete')}
          destructive
          onClose={() => setAsking(null)}
          onConfirm={() => {
            setAsking(null)
            void ask('snapshot.delete', ref)
          }}
        >
          <p>{t('snapshot.deleteText')}</p>
        </Dialog>
      )}
    </section>
  )
}

/** The present is kept in a snapshot of its own, where one is possible, so that nothing is lost by trying. */
function GoBack({ vm, list, snapshot, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useWords()
  const refusal = list.refusals.internal
  const [keep, setKeep] = useState(refusal === null)
  const taken = list.snapshots.map(({ name }) => name)
  const goBack = () => {
    onClose()
    void ask('snapshot.goBack', {
      host: vm.host,
      vm: vm.uuid,
      name: snapshot.name,
      keepPresentAs: keep ? freeName(t('snapshot.wishBefore'), taken) : null,
    })
  }
  return (
    <Dialog
      title={t('snapshot.goBackTitle', { vm: vm.name, name: snapshot.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('snapshot.goBack')}
      destructive
      onClose={onClose}
      onConfirm={goBack}
    >
      <p>{t('snapshot.goBackText')}</p>
      <Checkbox
        isSelected={keep}
        isDisabled={refusal !== null}
        onChange={setKeep}
        description={refusal ? t(`error.snapshot.${refusal.key}`, refusal.params) : undefined}
      >
        {t('snapshot.keepPresent')}
      </Checkbox>
    </Dialog>
  )
}

function Describe({ vm, snapshot, onClose }: Omit<Props, 'list'> & { readonly onClose: () => void }) {
  const { t } = useWords()
  const [description, setDescription] = useState(snapshot.description)
  const { name } = snapshot
  return (
    <Dialog
      title={t('snapshot.describeTitle', { name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('overview.save')}
      isConfirmDisabled={description === snapshot.description}
      onClose={onClose}
      onConfirm={() => {
        onClose()
        void ask('snapshot.describe', { host: vm.host, vm: vm.uuid, name, description })
      }}
    >
      <TextArea label={t('snapshot.description')} value={description} onChange={setDescription} />
    </Dialog>
  )
}
