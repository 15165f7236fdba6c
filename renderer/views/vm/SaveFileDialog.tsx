// Saving a machine to a file of its host, and going on from one.
import { useState } from 'react'
import { HostFileRequest } from '../../../preload/model/dump.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../ui/Field/Field.tsx'

/** A folder of libvirt's that QEMU's user may write to. */
const FOLDER = '/var/lib/libvirt/qemu/dump'

export function SaveFileDialog() {
  const [saved, restored] = [useAsked('saveFile'), useAsked('restoreFile')]
  const vm = saved ?? restored
  return vm && <SaveFile key={vm.uuid} vm={vm} what={saved ? 'saveFile' : 'restoreFile'} />
}

function SaveFile({ vm, what }: { readonly vm: Vm; readonly what: 'saveFile' | 'restoreFile' }) {
  const { t } = useWords()
  const isSystem = useMirror(state => state.objects.host[vm.host]?.kind === 'system')
  const [path, setPath] = useState(() => (isSystem ? `${FOLDER}/${vm.name}.save` : ''))
  const request = HostFileRequest.safeParse({ host: vm.host, vm: vm.uuid, path })
  const confirm = () => {
    stopAsking()
    if (request.success) void ask(`vm.${what}`, request.data)
  }
  return (
    <Dialog
      title={t(`${what}.title`, { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(`${what}.confirm`)}
      isConfirmDisabled={!request.success}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      <p>{t(`${what}.text`)}</p>
      <TextField mono autoFocus label={t('dump.path')} value={path} onChange={setPath} />
    </Dialog>
  )
}
