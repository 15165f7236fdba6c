// The file that a machine starts from: this computer's or, on a host elsewhere, one of the host's own volumes.
import { useEffect, useState } from 'react'
import type { Install } from '../../../preload/model/draft.ts'
import type { HostId } from '../../../preload/model/ids.ts'
import type { Volume } from '../../../preload/model/storage.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'
import { Button } from '../../ui/Button/Button.tsx'
import { ComboBox } from '../../ui/ComboBox/ComboBox.tsx'
import { Select, TextField } from '../../ui/Field/Field.tsx'
import type { Fields } from './draft.ts'
import styles from './NewVmWizard.module.css'
import { useProblem } from './problems.ts'

type MediaInstall = Extract<Install, { path: string }>

interface MediaProps extends Pick<Fields, 'draft' | 'options' | 'plan'> {
  readonly install: MediaInstall
  readonly onChange: (install: MediaInstall) => void
}

export function MediaFields({ draft, options, plan, install, onChange }: MediaProps) {
  const { t } = useWords()
  const error = useProblem(plan)('install.path')
  const setPath = (path: string) => onChange({ ...install, path })
  const picked = (
    <FileField
      label={t('wizard.file')}
      description={t(options.local ? 'wizard.fileText' : 'wizard.fileHereText')}
      path={install.path}
      kind="media"
      error={error}
      onPath={setPath}
    />
  )
  if (options.local) return picked
  return (
    <div className={styles['stack']}>
      <div style={{ maxWidth: 420 }}>
        <Select
          label={t('wizard.fileOn')}
          value={install.on}
          onChange={on => onChange({ ...install, on: on as MediaInstall['on'], path: '' })}
          options={[
            { id: 'here', label: t('wizard.fileOnHere'), detail: t('wizard.fileOnHereText') },
            { id: 'host', label: t('wizard.fileOnHost') },
          ]}
        />
      </div>
      {install.on === 'here' ? (
        picked
      ) : (
        <VolumePath host={draft.host} path={install.path} error={error} onPath={setPath} />
      )}
    </div>
  )
}

interface PathProps {
  readonly path: string
  readonly error: string | undefined
  readonly onPath: (path: string) => void
}

/** A path on the host: its volumes are offered, any other can be typed. */
function VolumePath({ host, path, error, onPath }: PathProps & { readonly host: HostId }) {
  const { t } = useWords()
  return (
    <ComboBox
      mono
      label={t('wizard.file')}
      description={t('wizard.fileText')}
      value={path}
      onChange={onPath}
      error={path === '' ? undefined : error}
      options={useVolumes(host).map(volume => ({ id: volume.path, label: volume.path }))}
      emptyText={t('wizard.noVolumes')}
      placeholder="/var/lib/libvirt/images/"
    />
  )
}

/** The volumes of all pools of a host that are active; a pool that cannot be read has none. */
function useVolumes(host: HostId): readonly Volume[] {
  const pools = useMirror(state => state.objects.pool)
  const [volumes, setVolumes] = useState<readonly Volume[]>([])
  const active = Object.values(pools).filter(pool => pool.host === host && pool.active)
  const key = active.map(pool => pool.uuid).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pools' numbers change every second, which they are does not
  useEffect(() => {
    let over = false
    const asked = active.map(pool => ask('storage.volumes', { host, pool: pool.uuid }).catch(() => []))
    void Promise.all(asked).then(found => over || setVolumes(found.flat()))
    return () => {
      over = true
    }
  }, [host, key])
  return volumes
}

interface FileProps extends PathProps {
  readonly label: string
  readonly description: string
  /** What the file dialog shows; null where the path is another computer's. */
  readonly kind: 'media' | 'kernel' | 'initrd' | null
}

export function FileField({ label, description, path, kind, error, onPath }: FileProps) {
  const { t } = useWords()
  const browse = async () => {
    const picked = kind && (await ask('window.pickFile', { kind }).catch(() => null))
    if (picked) onPath(picked)
  }
  return (
    <TextField
      mono
      label={label}
      description={description}
      value={path}
      onChange={onPath}
      error={path === '' ? undefined : error}
      after={kind && <Button onPress={() => void browse()}>{t('common.browse')}</Button>}
    />
  )
}
