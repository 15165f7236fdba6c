// A file on the host: its path, typed or picked where the host is this computer.
import type { HostId } from '../../../../../preload/model/ids.ts'
import { ask } from '../../../../store/client.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { TextField } from '../../../../ui/Field/Field.tsx'
import { History } from '../../../../ui/icons.ts'
import { MenuButton } from '../../../../ui/Menu/Menu.tsx'
import { useRecentImages } from '../recent-images.ts'

interface Props {
  readonly host: HostId
  readonly path: string
  readonly onChange: (path: string) => void
}

export function PathField({ host, path, onChange }: Props) {
  const { t } = useWords()
  const isLocal = useMirror(state => state.objects.host[host]?.kind !== 'other')
  const [recent] = useRecentImages(host)
  const browse = async () => {
    const picked = await ask('window.pickFile', { kind: 'media' })
    if (picked !== null) onChange(picked)
  }
  return (
    <TextField
      mono
      autoFocus
      label={t('wizard.file')}
      description={t('wizard.fileText')}
      value={path}
      onChange={onChange}
      after={
        <>
          {recent.length > 0 && (
            <MenuButton
              label={t('hardware.recent')}
              icon={<History />}
              entries={recent.map(one => ({ id: one, label: one }))}
              onAction={onChange}
            />
          )}
          {isLocal && <Button onPress={() => void browse()}>{t('common.browse')}</Button>}
        </>
      }
    />
  )
}
