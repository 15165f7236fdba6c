// Writing a guest's memory to a file on its host.
import { useState } from 'react'
import { DUMP_FORMATS, DumpRequest } from '../../../preload/model/dump.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { stopAsking, useAsked } from '../../store/vm-dialog.ts'
import { useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import { TextField } from '../../ui/Field/Field.tsx'
import { Select } from '../../ui/Select/Select.tsx'

type Format = (typeof DUMP_FORMATS)[number]

/** Where libvirt's own dumps go. */
const FOLDER = '/var/lib/libvirt/qemu/dump'

export function DumpDialog() {
  const vm = useAsked('dump')
  return vm && <Dump key={vm.uuid} vm={vm} />
}

function Dump({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const isSystem = useMirror(state => state.objects.host[vm.host]?.kind === 'system')
  const [path, setPath] = useState(() => (isSystem ? `${FOLDER}/${vm.name}.core` : ''))
  const [format, setFormat] = useState<Format>('elf')
  const request = DumpRequest.safeParse({ host: vm.host, vm: vm.uuid, path, format })
  const confirm = () => {
    stopAsking()
    if (request.success) void ask('vm.dump', request.data)
  }
  return (
    <Dialog
      title={t('dump.title', { name: vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('dump.confirm')}
      isConfirmDisabled={!request.success}
      onClose={stopAsking}
      onConfirm={confirm}
    >
      <p>{t('dump.text')}</p>
      <TextField
        mono
        autoFocus
        label={t('dump.path')}
        description={t('dump.pathText')}
        value={path}
        onChange={setPath}
      />
      <Select
        label={t('dump.format')}
        value={format}
        onChange={id => setFormat(DUMP_FORMATS.find(one => one === id) ?? 'elf')}
        options={DUMP_FORMATS.map(id => ({ id, label: t(`dump.formats.${id}`) }))}
      />
    </Dialog>
  )
}
