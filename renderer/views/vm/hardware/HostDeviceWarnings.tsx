// What giving a device of the host to a machine takes with it.
import type { HostDevice } from '../../../../preload/model/host-device.ts'
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'

export function HostDeviceWarnings({ device }: { readonly device: HostDevice }) {
  const { t, language } = useWords()
  const list = (words: readonly string[]) => new Intl.ListFormat(language).format(words)
  const { kind, usedBy, carries, group } = device
  return (
    <>
      {usedBy.length > 0 && (
        <Banner kind="warning" title={t('hardware.deviceUsedBy', { vms: list(usedBy) })} />
      )}
      {carries.length > 0 && (
        <Banner kind="warning" title={t('hardware.deviceCarries', { what: list(carries) })} />
      )}
      {kind === 'pci' && !group && <Banner kind="warning" title={t('hardware.noIommu')} />}
      {group && group.others.length > 0 && (
        <Banner
          kind="info"
          title={t('hardware.iommuGroup', { number: group.number, others: list(group.others) })}
        />
      )}
    </>
  )
}
