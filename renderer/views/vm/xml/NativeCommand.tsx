// What libvirt makes of the definition for QEMU: read when somebody asks.
import { useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { errorOf, useWords } from '../../../store/words.ts'
import { Button } from '../../../ui/Button/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock/CodeBlock.tsx'
import { Dialog } from '../../../ui/Dialog/Dialog.tsx'
import { Terminal } from '../../../ui/icons.ts'
import { ErrorBanner } from '../ErrorBanner.tsx'

export function NativeCommand({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const [command, setCommand] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const read = () => {
    setError(null)
    ask('vm.nativeCommand', { host: vm.host, vm: vm.uuid }).then(setCommand, reason =>
      setError(errorOf(reason)),
    )
  }
  return (
    <div>
      <Button size="small" variant="quiet" icon={<Terminal />} onPress={read}>
        {t('xml.native')}
      </Button>
      {error && <ErrorBanner error={error} />}
      {command !== null && (
        <Dialog
          title={t('xml.nativeTitle', { name: vm.name })}
          cancelLabel={t('common.close')}
          size="large"
          onClose={() => setCommand(null)}
        >
          <p>{t('xml.nativeText')}</p>
          <CodeBlock
            label={t('xml.native')}
            text={command}
            copyLabel={t('common.copy')}
            onCopy={text => void ask('window.copy', text)}
          />
        </Dialog>
      )}
    </div>
  )
}
