// A nic in user mode: QEMU's own, which nothing reaches, or passt with ports of the host that lead into the guest.
import type { Device } from '../../../../../preload/model/hardware.ts'
import {
  LAST_PORT,
  type PortForward,
  parseForwards,
  printForwards,
} from '../../../../../preload/model/port-forwards.ts'
import { useWords } from '../../../../store/words.ts'
import { Button } from '../../../../ui/Button/Button.tsx'
import { NumberField, Select } from '../../../../ui/Field/Field.tsx'
import { IconButton } from '../../../../ui/IconButton/IconButton.tsx'
import { Plus, Trash2 } from '../../../../ui/icons.ts'
import { type Editing, setterOf, shownValue } from '../editing.ts'
import styles from '../Hardware.module.css'

interface Props {
  readonly editing: Editing
  readonly device: Device
}

/** Only programs of the host itself reach it, until somebody says otherwise. */
const LOOPBACK = '127.0.0.1'
const OWN = 'own'
const FIRST: PortForward = {
  proto: 'tcp',
  address: LOOPBACK,
  dev: null,
  start: 2222,
  end: null,
  to: 22,
  exclude: false,
}

export function PortForwards({ editing, device }: Props) {
  const { t } = useWords()
  const backend = shownValue(editing, device, 'backend')
  const forwards = parseForwards(shownValue(editing, device, 'portForwards'))
  const { kind, key } = device
  const set = (field: string, value: string | null) =>
    ({ do: 'set', device: { kind, key }, field, value }) as const
  const setForwards = (next: readonly PortForward[]) =>
    setterOf(editing, device, 'portForwards')(printForwards(next))
  const isOffered = editing.options?.values['nic.backend']?.includes('passt') ?? false
  // Forwards without passt mean nothing, and libvirt refuses them.
  const setBackend = (id: string) =>
    id === OWN
      ? editing.change(set('portForwards', null), set('backend', null))
      : editing.change(set('backend', id))
  const replace = (at: number, next: PortForward) =>
    setForwards(forwards.map((forward, n) => (n === at ? next : forward)))
  return (
    <section className={styles['stack']} aria-label={t('forwards.title')}>
      <div className={styles['fields']}>
        <Select
          label={t('hardware.field.backend')}
          value={backend ?? OWN}
          onChange={setBackend}
          options={[
            { id: OWN, label: t('forwards.own'), detail: t('forwards.ownDetail') },
            isOffered || backend === 'passt'
              ? { id: 'passt', label: t('forwards.passt'), detail: t('forwards.passtDetail') }
              : { id: 'passt', label: t('forwards.passt'), detail: t('forwards.noPasst'), isDisabled: true },
          ]}
        />
      </div>
      {backend === 'passt' && (
        <>
          <ul className={styles['forwards']} aria-label={t('forwards.title')}>
            {forwards.map((forward, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
              <li key={at}>
                <ForwardFields
                  number={at + 1}
                  forward={forward}
                  onChange={next => replace(at, next)}
                  onRemove={() => setForwards(forwards.filter((_, n) => n !== at))}
                />
              </li>
            ))}
          </ul>
          <div>
            <Button icon={<Plus />} onPress={() => setForwards([...forwards, nextForward(forwards)])}>
              {t('forwards.add')}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

/** A port of the host leads to one place only. */
function nextForward(forwards: readonly PortForward[]): PortForward {
  const taken = new Set(forwards.map(({ start }) => start))
  let start = FIRST.start ?? 1
  while (taken.has(start)) start++
  return { ...FIRST, start }
}

interface ForwardProps {
  readonly number: number
  readonly forward: PortForward
  readonly onChange: (forward: PortForward) => void
  readonly onRemove: () => void
}

function ForwardFields({ number, forward, onChange, onRemove }: ForwardProps) {
  const { t } = useWords()
  const { proto, address, start, end, to } = forward
  const port = (label: string, value: number | null, field: 'start' | 'end' | 'to') => (
    <NumberField
      label={label}
      value={value ?? Number.NaN}
      min={1}
      max={LAST_PORT}
      formatOptions={{ useGrouping: false }}
      more={t('common.increase')}
      less={t('common.decrease')}
      onChange={next => onChange({ ...forward, [field]: Number.isFinite(next) ? next : null })}
    />
  )
  const addresses = [...new Set([LOOPBACK, '', ...(address === null ? [] : [address])])]
  return (
    <>
      <Select
        label={t('forwards.proto')}
        value={proto}
        onChange={next => onChange({ ...forward, proto: next })}
        options={['tcp', 'udp'].map(id => ({ id, label: id.toUpperCase() }))}
      />
      {port(t('forwards.start'), start, 'start')}
      {port(t('forwards.end'), end, 'end')}
      {port(t('forwards.to'), to, 'to')}
      <Select
        label={t('forwards.from')}
        value={address ?? ''}
        onChange={next => onChange({ ...forward, address: next === '' ? null : next })}
        options={addresses.map(id => ({
          id,
          label: id === LOOPBACK ? t('forwards.loopback') : id === '' ? t('forwards.everywhere') : id,
        }))}
      />
      <IconButton icon={<Trash2 />} label={t('forwards.remove', { number })} onPress={onRemove} />
    </>
  )
}
