// Another source for a disk that the guest goes on seeing as the same device: its name, bus and serial number stay.
import type { Device } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import type { Editing } from '../editing.ts'
import { useRecentImages } from '../recent-images.ts'
import { titleOf } from '../words.ts'
import { ChangeDialog } from './ChangeDialog.tsx'
import { DiskOriginFields, originOf, pathOf, UsedBy, useEntered } from './DiskOriginFields.tsx'

interface Props {
  readonly editing: Editing
  readonly device: Device
  readonly onClose: () => void
}

const KINDS = ['volume', 'file', 'network', 'new'] as const

export function ChangeSource({ editing, device, onClose }: Props) {
  const words = useWords()
  const { t } = words
  const { host } = editing.target
  const [entered, setEntered] = useEntered(host, KINDS)
  const [, remember] = useRecentImages(host)
  const origin = originOf(entered)
  const { kind, key } = device
  return (
    <ChangeDialog
      editing={editing}
      title={t('hardware.sourceTitle', { device: titleOf(device, words) })}
      confirmLabel={t('hardware.sourceConfirm')}
      change={origin && origin.kind !== 'none' ? { do: 'diskSource', device: { kind, key }, origin } : null}
      {...(entered.from === 'file' && { outcome: { onDone: () => remember(entered.path) } })}
      onClose={onClose}
    >
      <Banner kind="warning" title={t('hardware.sourceRisk')}>
        {t('hardware.sourceKept')}
      </Banner>
      <DiskOriginFields host={host} kinds={KINDS} entered={entered} onChange={setEntered} />
      <UsedBy host={host} path={pathOf(entered)} />
    </ChangeDialog>
  )
}
