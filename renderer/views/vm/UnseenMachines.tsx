// Before files are deleted or written to: the machines of which nobody can say what their disks build on.
import { useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'

export function UnseenMachines({ names }: { readonly names: readonly string[] }) {
  const { t } = useWords()
  if (names.length === 0) return null
  return (
    <Banner kind="warning" title={t('delete.unseen')}>
      {t('delete.unseenText', { vms: names.join(', ') })}
    </Banner>
  )
}
