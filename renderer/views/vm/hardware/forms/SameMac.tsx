// Two nics with one address on one network take each other's packets: it is told, not forbidden.
import type { HostId } from '../../../../../preload/model/ids.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'

interface Props {
  readonly host: HostId
  readonly mac: string
  /** The nic's own address in the definition, and whose it is; null for a new one. */
  readonly own: { readonly vm: string; readonly mac: string } | null
}

export function SameMac({ host, mac, own }: Props) {
  const { t } = useWords()
  const vms = useMirror(state => state.objects.vm)
  const isSame = (other: string) => other.toLowerCase() === mac.toLowerCase()
  const owners = Object.values(vms).filter(vm => {
    if (vm.host !== host) return false
    const count = vm.nics.filter(nic => isSame(nic.mac)).length
    return count > (own?.vm === vm.uuid && isSame(own.mac) ? 1 : 0)
  })
  if (mac === '' || owners.length === 0) return null
  return (
    <Banner
      kind="warning"
      title={t('hardware.sameMac', { vms: owners.map(({ name }) => name).join(', ') })}
    />
  )
}
