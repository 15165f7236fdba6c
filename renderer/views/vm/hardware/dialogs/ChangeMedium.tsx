// Another CD in the drive: by its path on the host, or from the volumes of a pool.
import { useState } from 'react'
import type { Device } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import type { Editing } from '../editing.ts'
import { useRecentImages } from '../recent-images.ts'
import { titleOf } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { PathField } from './PathField.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly onClose: () => void
}

export function ChangeMedium({ editing, device, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const [path, setPath] = useState('')
  const [, remember] = useRecentImages(editing.target.host)
  const { kind, key } = device
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.mediumTitle', { device: titleOf(device, words) })}
      confirmLabel={t('hardware.insertConfirm')}
      change={path.startsWith('/') ? { do: 'media', device: { kind, key }, path } : null}
      outcome={{ onDone: () => remember(path) }}
      onClose={onClose}
    >
      <PathField host={editing.target.host} path={path} onChange={setPath} />
    </ChangeDialog>
  )
}
