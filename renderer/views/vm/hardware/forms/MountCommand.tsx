// What to type in the guest to have a shared folder.
import type { Device } from '../../../../../preload/model/hardware.ts'
import { ask } from '../../../../store/client.ts'
import { useWords } from '../../../../store/words.ts'
import { CodeBlock } from '../../../../ui/CodeBlock/CodeBlock.tsx'

export function MountCommand({ device }: { readonly device: Device }) {
  const { t } = useWords()
  const { target, driver } = device.values
  if (!target) return null
  return (
    <>
      <p>{t('hardware.mountText')}</p>
      <CodeBlock
        label={t('hardware.mount')}
        text={mountCommand(target, driver === 'virtiofs')}
        copyLabel={t('hardware.copyCommand')}
        onCopy={text => void ask('window.copy', text)}
      />
    </>
  )
}

/** The name is another program's text, perhaps: quoted as a shell wants it. */
function mountCommand(target: string, isVirtiofs: boolean): string {
  const name = /^[\w.-]+$/.test(target) ? target : `'${target.replaceAll("'", "'\\''")}'`
  const options = isVirtiofs ? '-t virtiofs' : '-t 9p -o trans=virtio,version=9p2000.L'
  return `sudo mkdir -p /mnt/host && sudo mount ${options} ${name} /mnt/host`
}
