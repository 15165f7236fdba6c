// What a nic hangs on: a network of libvirt's, a bridge or device of the host, or user mode.
import type { HardwareOptions, NicSource } from '../../../../../preload/model/hardware.ts'
import type { HostId } from '../../../../../preload/model/ids.ts'
import { useMirror } from '../../../../store/mirror.ts'
import { useWords } from '../../../../store/words.ts'
import { ComboBox } from '../../../../ui/ComboBox/ComboBox.tsx'
import { Select, TextField } from '../../../../ui/Field/Field.tsx'

interface Props {
  readonly host: HostId
  readonly options: HardwareOptions | null
  readonly source: NicSource
  readonly onChange: (source: NicSource) => void
}

/** Stands for saying nothing, in a list of ids. */
const DEFAULT = ''

function inGroup(name: string, portgroup: string): NicSource {
  return portgroup === DEFAULT ? { kind: 'network', name } : { kind: 'network', name, portgroup }
}

export function NicSourceFields({ host, options, source, onChange }: Props) {
  const { t } = useWords()
  const table = useMirror(state => state.objects.network)
  const networks = Object.values(table).filter(network => network.host === host)
  const names = new Set(networks.map(({ name }) => name))
  // One that is gone is shown all the same: it is what the definition says.
  const gone = source.kind === 'network' && !names.has(source.name) ? [source.name] : []
  const id = source.kind === 'network' ? `network:${source.name}` : source.kind
  const portgroups =
    (source.kind === 'network' && networks.find(({ name }) => name === source.name)?.portgroups) || []
  const choose = (chosen: string) => {
    if (chosen.startsWith('network:')) onChange({ kind: 'network', name: chosen.slice('network:'.length) })
    else if (chosen === 'user') onChange({ kind: 'user' })
    else if (chosen === 'bridge') onChange({ kind: 'bridge', name: options?.bridges[0] ?? 'br0' })
    else if (chosen === 'vdpa') onChange({ kind: 'vdpa', name: '/dev/vhost-vdpa-0' })
    else onChange({ kind: 'direct', name: options?.interfaces[0] ?? 'eth0' })
  }
  return (
    <>
      <Select
        label={t('wizard.nic')}
        value={id}
        onChange={choose}
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
        ]}
      />
      {source.kind === 'network' && (portgroups.length > 0 || source.portgroup) && (
        <Select
          label={t('hardware.portgroup')}
          value={source.portgroup ?? DEFAULT}
          onChange={group => onChange(inGroup(source.name, group))}
          options={[
            { id: DEFAULT, label: t('hardware.default') },
            ...[...new Set([...portgroups, ...(source.portgroup ? [source.portgroup] : [])])].map(name => ({
              id: name,
              label: name,
              ...(!portgroups.includes(name) && { detail: t('hardware.goneNetwork') }),
            })),
          ]}
        />
      )}
      {source.kind === 'vdpa' && (
        <TextField
          mono
          label={t('wizard.deviceName')}
          value={source.name}
          onChange={name =>
            onChange({
              kind: 'vdpa',
              name: name.startsWith('/dev/') ? name : `/dev/${name.replace(/^\/?(dev\/?)?/, '')}`,
            })
          }
        />
      )}
      {(source.kind === 'bridge' || source.kind === 'direct') && (
        <ComboBox
          mono
          label={t(source.kind === 'bridge' ? 'wizard.bridge' : 'wizard.deviceName')}
          value={source.name}
          onChange={name => name !== '' && onChange({ kind: source.kind, name })}
          options={
            (source.kind === 'bridge' ? options?.bridges : (options?.interfaces ?? []))?.map(name => ({
              id: name,
              label: name,
            })) ?? []
          }
          emptyText={t(source.kind === 'bridge' ? 'wizard.noBridges' : 'wizard.noDevices')}
        />
      )}
    </>
  )
}
