// Another name for a machine that is off.
import { useState } from 'react'
import { VmName } from '../../../preload/model/draft.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../ui/Field/Field.tsx'

export function RenameDialog() {
  const vm = useAsked('rename')
  return vm && <Rename key={vm.uuid} vm={vm} />
}

function Rename({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [name, setName] = useState(vm.name)
  const vms = useMirror(state => state.objects.vm)
  const isTaken = Object.values(vms).some(
    other => other.host === vm.host && other.uuid !== vm.uuid && other.name === name,
  )
  const parsed = VmName.safeParse(name)
  const problem = isTaken ? 'draft.nameTaken' : parsed.error?.issues[0]?.message
  const confirm = () => {
    stopAsking()
    void ask('vm.rename', { host: vm.host, vm: vm.uuid, name })
  }
  return (
    <Dialog
      title={t('rename.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('rename.confirm')}
      isConfirmDisabled={problem !== undefined || name === vm.name}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      <TextField
        autoFocus
        label={t('rename.name')}
        value={name}
        onChange={setName}
        error={problem && t(`error.${problem}`, { name })}
      />
      <p>{t('rename.text')}</p>
    </Dialog>
  )
}
