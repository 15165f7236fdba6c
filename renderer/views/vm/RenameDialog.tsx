// Another name for a machine that is off.
import { useState } from 'react'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../ui/Field/Field.tsx'
import { useNameProblem } from './name-problem.ts'

export function RenameDialog() {
  const vm = useAsked('rename')
  return vm && <Rename key={vm.uuid} vm={vm} />
}

function Rename({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [name, setName] = useState(vm.name)
  const problem = useNameProblem(vm, name, true)
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
      <TextField autoFocus label={t('rename.name')} value={name} onChange={setName} error={problem} />
      <p>{t('rename.text')}</p>
    </Dialog>
  )
}
