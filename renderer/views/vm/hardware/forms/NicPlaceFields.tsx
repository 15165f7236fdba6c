// Where exactly a nic hangs: the fields of each kind of source.
import { type NicSource, wrongFields } from '../../../../../preload/model/nic-source.ts'
import { useWords } from '../../../../store/words.ts'
import { ComboBox } from '../../../../ui/ComboBox/ComboBox.tsx'
import { Checkbox, NumberField, Select, TextField } from '../../../../ui/Field/Field.tsx'
import type { Editing } from '../editing.ts'
import { CardFunctionFields } from './CardFunctionFields.tsx'
import { PortgroupField } from './PortgroupField.tsx'

interface Props {
  readonly editing: Editing
  readonly source: NicSource
  readonly onChange: (source: NicSource) => void
}

export function NicPlaceFields({ editing, source, onChange }: Props) {
  const { t } = useWords()
  const wrong = wrongFields(source)
  const errorOf = (field: string, key: string) => (wrong.has(field) ? t(`nic.wrong.${key}`) : undefined)
  switch (source.kind) {
    case 'user':
      return null
    case 'network':
      return <PortgroupField host={editing.target.host} source={source} onChange={onChange} />
    case 'hostdev':
      return <CardFunctionFields editing={editing} source={source} onChange={onChange} />
    case 'vdpa':
      return (
        <TextField
          mono
          label={t('wizard.deviceName')}
          value={source.name}
          onChange={name =>
            onChange({
              ...source,
              name: name.startsWith('/dev/') ? name : `/dev/${name.replace(/^\/?(dev\/?)?/, '')}`,
            })
          }
        />
      )
    case 'bridge':
    case 'direct': {
      const known = (source.kind === 'bridge' ? editing.options?.bridges : editing.options?.interfaces) ?? []
      return (
        <ComboBox
          mono
          label={t(source.kind === 'bridge' ? 'wizard.bridge' : 'wizard.deviceName')}
          value={source.name}
          onChange={name => name !== '' && onChange({ ...source, name })}
          options={known.map(name => ({ id: name, label: name }))}
          emptyText={t(source.kind === 'bridge' ? 'wizard.noBridges' : 'wizard.noDevices')}
        />
      )
    }
    case 'ethernet':
      return (
        <>
          <TextField
            mono
            label={t('nic.tap')}
            description={source.made ? t('nic.tapText') : undefined}
            value={source.name}
            onChange={name => onChange({ ...source, name: name.trim() })}
            error={errorOf('name', 'tap')}
          />
          <Checkbox
            isSelected={source.made}
            onChange={made => onChange({ ...source, made })}
            description={t('nic.madeText')}
          >
            {t('nic.made')}
          </Checkbox>
        </>
      )
    case 'vhostuser':
      return (
        <>
          <TextField
            mono
            label={t('nic.socket')}
            value={source.path}
            onChange={path => onChange({ ...source, path: path.trim() })}
            error={errorOf('path', 'path')}
          />
          <Select
            label={t('nic.mode')}
            value={source.mode}
            onChange={mode => onChange({ ...source, mode: mode as typeof source.mode })}
            options={['server' as const, 'client' as const].map(id => ({ id, label: t(`nic.modes.${id}`) }))}
          />
        </>
      )
    default:
      return <SocketFields source={source} onChange={onChange} />
  }
}

type SocketSource = Extract<NicSource, { port: number }>

/** Each field's label below `nic.`, in the order in which they are asked. */
const SOCKET_FIELDS: Readonly<Record<SocketSource['kind'], Readonly<Record<string, string>>>> = {
  mcast: { address: 'group', port: 'port' },
  server: { address: 'waitsAt', port: 'port' },
  client: { address: 'address', port: 'port' },
  udp: { localAddress: 'localAddress', localPort: 'localPort', address: 'otherAddress', port: 'otherPort' },
}

function SocketFields({ source, onChange }: Omit<Props, 'editing'> & { readonly source: SocketSource }) {
  const { t } = useWords()
  const wrong = wrongFields(source)
  const values = new Map<string, unknown>(Object.entries(source))
  const set = (field: string, value: unknown) => onChange({ ...source, [field]: value } as SocketSource)
  return Object.entries(SOCKET_FIELDS[source.kind]).map(([field, label]) => {
    const value = values.get(field)
    if (field === 'port' || field === 'localPort')
      return (
        <NumberField
          key={field}
          label={t(`nic.${label}`)}
          min={1}
          max={65_535}
          formatOptions={{ useGrouping: false }}
          value={Number(value)}
          onChange={port => set(field, port)}
          error={wrong.has(field) ? t('nic.wrong.port') : undefined}
          more={t('common.increase')}
          less={t('common.decrease')}
        />
      )
    return (
      <TextField
        key={field}
        mono
        label={t(`nic.${label}`)}
        description={label === 'waitsAt' ? t('nic.waitsAtText') : undefined}
        value={typeof value === 'string' ? value : ''}
        onChange={text => set(field, text.trim() || (label === 'waitsAt' ? undefined : ''))}
        error={wrong.has(field) ? t(`nic.wrong.${label === 'group' ? 'group' : 'address'}`) : undefined}
      />
    )
  })
}
