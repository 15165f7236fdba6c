// A disk that a server has: how it is spoken to, where it is, and what it calls the disk.
import { DISK_PROTOCOLS, DiskOrigin } from '../../../../../preload/model/hardware.ts'
import { useWords } from '../../../../store/words.ts'
import { NumberField, Select, TextField } from '../../../../ui/Field/Field.tsx'

type Origin = Extract<DiskOrigin, { kind: 'network' }>

/** As it is typed: the port is NaN for the protocol's own. */
export type NetworkDisk = Omit<Origin, 'kind' | 'port'> & { readonly port: number }

export const NO_SERVER: NetworkDisk = { protocol: 'nbd', host: '', port: Number.NaN, name: '', format: 'raw' }

/** Null while something is missing. */
export function networkOrigin({ port, ...disk }: NetworkDisk): Origin | null {
  if (disk.name === '' && disk.protocol !== 'nbd') return null
  const origin = { kind: 'network', ...disk, port: Number.isNaN(port) ? null : port } as const
  return DiskOrigin.safeParse(origin).success ? origin : null
}

interface Props {
  readonly disk: NetworkDisk
  readonly onChange: (disk: NetworkDisk) => void
}

export function NetworkFields({ disk, onChange }: Props) {
  const { t } = useWords()
  const { protocol } = disk
  return (
    <>
      <Select
        label={t('hardware.server.protocol')}
        value={protocol}
        onChange={id => onChange({ ...disk, protocol: id as NetworkDisk['protocol'] })}
        options={DISK_PROTOCOLS.map(id => ({ id, label: t(`hardware.server.protocols.${id}`) }))}
      />
      <TextField
        mono
        label={t('hardware.server.host')}
        description={t('hardware.server.hostText')}
        value={disk.host}
        onChange={host => onChange({ ...disk, host: host.trim() })}
      />
      <NumberField
        label={t('hardware.server.port')}
        description={t('hardware.server.portText')}
        min={1}
        max={65_535}
        formatOptions={{ useGrouping: false }}
        value={disk.port}
        onChange={port => onChange({ ...disk, port })}
        more={t('common.increase')}
        less={t('common.decrease')}
      />
      <TextField
        mono
        label={t('hardware.server.name')}
        description={t(`hardware.server.nameText.${protocol}`)}
        value={disk.name}
        onChange={name => onChange({ ...disk, name: name.trim() })}
      />
      <Select
        label={t('hardware.format')}
        value={disk.format}
        onChange={id => onChange({ ...disk, format: id as NetworkDisk['format'] })}
        options={['raw', 'qcow2'].map(id => ({ id, label: id }))}
      />
    </>
  )
}
