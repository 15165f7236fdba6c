// What the user says of the machine: title, notes, tags, icon. They are in its definition, so every program and every
// computer sees the same.
import { useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import { ICONS, Labels, MOST_TAGS, type VmIcon } from '../../../../preload/model/labels.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { errorOf, useWords } from '../../../store/words.ts'
import { Badge } from '../../../ui/Badge/Badge.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { Dialog } from '../../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../../ui/Field/Field.tsx'
import { Pencil } from '../../../ui/icons.ts'
import { Select } from '../../../ui/Select/Select.tsx'
import { TextArea } from '../../../ui/TextArea/TextArea.tsx'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { VM_ICONS } from './icons.tsx'
import styles from './Overview.module.css'
import { useSystems } from './systems.ts'

export function LabelsPart({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [editing, setEditing] = useState(false)
  return (
    <>
      <div className={styles['labels']}>
        {vm.icon && VM_ICONS[vm.icon]}
        {vm.title && <strong>{vm.title}</strong>}
        {vm.tags.map(tag => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        <Button size="small" variant="quiet" icon={<Pencil />} onPress={() => setEditing(true)}>
          {t('overview.edit')}
        </Button>
      </div>
      {vm.description && <p className={styles['notes']}>{vm.description}</p>}
      {editing && <LabelsDialog vm={vm} onClose={() => setEditing(false)} />}
    </>
  )
}

const NO_ICON = 'none'
const NO_SYSTEM = 'unknown'

function LabelsDialog({ vm, onClose }: { readonly vm: Vm; readonly onClose: () => void }) {
  const { t } = useWords()
  const [title, setTitle] = useState(vm.title ?? '')
  const [notes, setNotes] = useState(vm.description ?? '')
  const [tags, setTags] = useState(vm.tags.join(', '))
  const [osId, setOsId] = useState(vm.osId)
  const systems = useSystems()
  const [icon, setIcon] = useState<VmIcon | null>(vm.icon)
  const [error, setError] = useState<AppError | null>(null)
  const said = tags.split(',').map(tag => tag.trim())
  const labels = Labels.safeParse({ tags: [...new Set(said.filter(Boolean))], icon })
  const save = () => {
    if (!labels.success) return
    const isSame = labels.data.icon === vm.icon && labels.data.tags.join() === vm.tags.join()
    // Only what was changed here: another program may have changed the rest meanwhile.
    ask('vm.setLabels', {
      host: vm.host,
      vm: vm.uuid,
      ...(title !== (vm.title ?? '') && { title }),
      ...(notes !== (vm.description ?? '') && { notes }),
      ...(!isSame && { labels: labels.data }),
      ...(osId !== vm.osId && { osId }),
    }).then(onClose, reason => setError(errorOf(reason)))
  }
  return (
    <Dialog
      title={t('overview.editTitle', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('overview.save')}
      isConfirmDisabled={!labels.success}
      onClose={onClose}
      onConfirm={save}
    >
      {error && <ErrorBanner error={error} />}
      <TextField label={t('overview.title')} value={title} onChange={setTitle} />
      <TextArea label={t('overview.notes')} value={notes} onChange={setNotes} />
      <TextField
        label={t('overview.tags')}
        value={tags}
        onChange={setTags}
        description={t('overview.tagsText')}
        error={labels.success ? undefined : t('overview.tagsWrong', { most: MOST_TAGS })}
      />
      <Select
        label={t('overview.os')}
        description={t('overview.osText')}
        value={osId ?? NO_SYSTEM}
        onChange={id => setOsId(id === NO_SYSTEM ? null : id)}
        options={[
          { id: NO_SYSTEM, label: t('wizard.systemUnknown') },
          ...(osId !== null && !systems.some(({ id }) => id === osId) ? [{ id: osId, label: osId }] : []),
          ...systems.map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Select
        label={t('overview.icon')}
        value={icon ?? NO_ICON}
        onChange={id => setIcon(ICONS.find(one => one === id) ?? null)}
        options={[
          { id: NO_ICON, label: t('overview.noIcon') },
          ...ICONS.map(id => ({ id, label: t(`overview.icons.${id}`), icon: VM_ICONS[id] })),
        ]}
      />
    </Dialog>
  )
}
