// What a nic hangs on: a network of libvirt's, a bridge, card or program of the host, another machine, or user mode.
import { useState } from 'react'
import { NicSource } from '../../../../../preload/model/nic-source.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { Banner } from '../../../../ui/Banner/Banner.tsx'
import { Select } from '../../../../ui/Field/Field.tsx'
import type { Editing } from '../editing.ts'
import { NicPlaceFields } from './NicPlaceFields.tsx'

interface Props {
  readonly editing: Editing
  readonly source: NicSource
  /** Null while something in it is not as it must be. */
  readonly onChange: (source: NicSource | null) => void
}

/** With a sentence each on what it is for. */
const TOLD = ['ethernet', 'hostdev', 'vhostuser', 'mcast', 'server', 'client', 'udp'] as const
/** What a libvirt without root's rights cannot make. */
const NEEDS_ROOT: ReadonlySet<string> = new Set(['direct', 'vdpa', 'ethernet', 'hostdev'])

export function NicSourceFields({ editing, source, onChange }: Props) {
  const { t } = useWords()
  const { host } = editing.target
  const table = useMirror(state => state.objects.network)
  const networks = Object.values(table).filter(network => network.host === host)
  const isSession = useMirror(state => /\/session\b/.test(state.objects.host[host]?.uri ?? ''))
  const [unfinished, setUnfinished] = useState<NicSource | null>(null)
  const shown = unfinished ?? source
  const change = (next: NicSource) => {
    const { data } = NicSource.safeParse(next)
    setUnfinished(data ? null : next)
    onChange(data ?? null)
  }
  const names = networks.map(({ name }) => name)
  // One that is gone is shown all the same: it is what the definition says.
  const gone = shown.kind === 'network' && !names.includes(shown.name) ? [shown.name] : []
  const isTold = (TOLD as readonly string[]).includes(shown.kind)
  return (
    <>
      <Select
        label={t('wizard.nic')}
        description={isTold ? t(`nic.about.${shown.kind}`) : undefined}
        value={shown.kind === 'network' ? `network:${shown.name}` : shown.kind}
        onChange={id => change(firstOf(id, editing))}
        options={[
          ...networks.map(({ name, active }) => ({
            id: `network:${name}`,
            label: t('wizard.nicNetwork', { name }),
            ...(!active && { detail: t('hardware.inactiveNetwork') }),
          })),
          ...gone.map(name => ({
            id: `network:${name}`,
            label: t('wizard.nicNetwork', { name }),
            detail: t('hardware.goneNetwork'),
          })),
          { id: 'user', label: t('wizard.nicUser'), detail: t('wizard.nicUserDetail') },
          { id: 'bridge', label: t('wizard.nicBridge') },
          { id: 'direct', label: t('wizard.nicDirect') },
          { id: 'vdpa', label: t('hardware.vdpa'), detail: t('hardware.vdpaDetail') },
          ...TOLD.map(id => ({ id, label: t(`nic.kind.${id}`) })),
        ]}
      />
      <NicPlaceFields editing={editing} source={shown} onChange={change} />
      {isSession && NEEDS_ROOT.has(shown.kind) && <Banner kind="info" title={t('nic.session')} />}
    </>
  )
}

/** Of another kind: what is most likely meant, to be changed. */
function firstOf(id: string, { options }: Editing): NicSource {
  if (id.startsWith('network:')) return { kind: 'network', name: id.slice('network:'.length) }
  const kind = id as Exclude<NicSource['kind'], 'network'>
  const cable = { address: '127.0.0.1', port: 5558 }
  switch (kind) {
    case 'user':
      return { kind }
    case 'bridge':
      return { kind, name: options?.bridges[0] ?? 'br0' }
    case 'direct':
      return { kind, name: options?.interfaces[0] ?? 'eth0' }
    case 'vdpa':
      return { kind, name: '/dev/vhost-vdpa-0' }
    case 'ethernet':
      return { kind, name: '', made: true }
    case 'hostdev':
      return { kind, address: '' }
    case 'vhostuser':
      return { kind, path: '/run/openvswitch/vhost-user-1', mode: 'server' }
    case 'mcast':
      return { kind, address: '230.0.0.1', port: 5558 }
    case 'server':
    case 'client':
      return { kind, ...cable }
    case 'udp':
      return { kind, ...cable, localAddress: '127.0.0.1', localPort: 5559 }
  }
}
