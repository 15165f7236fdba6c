// Name, size and place: drawn against what the host has. What few need is under More options.
import type { CreateOptions, DraftNic, DraftStorage, VmDraft } from '../../../preload/model/draft.ts'
import { formatBytes, formatMiB } from '../../format/bytes.ts'
import { useMirror } from '../../store/mirror.ts'
import { useVolumes } from '../../store/use-volumes.ts'
import { useWords } from '../../store/words.ts'
import { ComboBox } from '../../ui/ComboBox/ComboBox.tsx'
import { Disclosure } from '../../ui/Disclosure/Disclosure.tsx'
import { NumberField, Select, TextField } from '../../ui/Field/Field.tsx'
import { RadioCards } from '../../ui/RadioCards/RadioCards.tsx'
import type { Fields } from './draft.ts'
import { MoreOptions } from './MoreOptions.tsx'
import styles from './NewVmWizard.module.css'
import { useProblem } from './problems.ts'

const STANDARD = 'standard'

export function SizeStep(fields: Fields) {
  const { draft, options, plan, change } = fields
  const { t, language } = useWords()
  const problem = useProblem(plan)
  const bytes = (mib: number) => formatMiB(mib, language)
  const step = { more: t('common.increase'), less: t('common.decrease') }
  return (
    <>
      <div style={{ maxWidth: 420 }}>
        <TextField
          label={t('wizard.name')}
          value={draft.name}
          onChange={name => change({ name })}
          error={problem('name')}
        />
      </div>
      <div className={styles['pair']}>
        <div className={styles['stack']}>
          <NumberField
            {...step}
            label={t('wizard.cpus')}
            description={t('wizard.cpusText', { count: options.cpus })}
            value={draft.cpus}
            min={1}
            onChange={cpus => change({ cpus, topology: null })}
            error={problem('cpus')}
          />
          <CapacityBar wanted={draft.cpus} free={options.cpus} total={options.cpus} />
        </div>
        <div className={styles['stack']}>
          <NumberField
            {...step}
            label={t('wizard.memory')}
            description={t('wizard.memoryText', {
              free: bytes(options.memoryFreeMiB),
              total: bytes(options.memoryMiB),
            })}
            value={draft.memoryMiB}
            min={16}
            step={16}
            unit="MiB"
            onChange={memoryMiB => change({ memoryMiB })}
            error={problem('memoryMiB')}
          />
          <CapacityBar wanted={draft.memoryMiB} free={options.memoryFreeMiB} total={options.memoryMiB} />
        </div>
      </div>
      {draft.install.kind !== 'image' && <StorageFields {...fields} />}
      <NicFields {...fields} />
      <Disclosure label={t('wizard.moreOptions')}>
        <MoreOptions {...fields} />
      </Disclosure>
    </>
  )
}

/** What is asked for, over what is free, over what there is. The numbers stand beside it in words. */
function CapacityBar({
  wanted,
  free,
  total,
}: {
  readonly wanted: number
  readonly free: number
  readonly total: number
}) {
  const share = (value: number) => `${Math.min(100, (100 * (value || 0)) / Math.max(1, total))}%`
  return (
    <div className={styles['capacity']} aria-hidden>
      <div className={styles['free']} style={{ width: share(free) }} />
      <div className={styles['wanted']} style={{ width: share(wanted) }} />
    </div>
  )
}

function StorageFields({ draft, options, plan, change }: Fields) {
  const { t, language } = useWords()
  const problem = useProblem(plan)
  const table = useMirror(state => state.objects.pool)
  const pools = Object.values(table).filter(pool => pool.host === draft.host && pool.active)
  const { storage } = draft
  const set = (next: DraftStorage) => change({ storage: next })
  const firstPool = pools[0]?.uuid ?? STANDARD
  const cards = (['new', 'volume', 'none'] as const).map(kind => {
    const name = `storage${kind[0]?.toUpperCase()}${kind.slice(1)}`
    return { id: kind, title: t(`wizard.${name}`), detail: t(`wizard.${name}Text`) }
  })
  const choose = (kind: string) => {
    if (kind === 'new') set({ kind, pool: firstPool, sizeGiB: 20, format: 'qcow2', allocation: 'sparse' })
    else if (kind === 'volume') set({ kind, pool: pools[0]?.uuid ?? '', volume: '' })
    else set({ kind: 'none' })
  }
  const poolOptions = pools.map(pool => ({
    id: pool.uuid as string,
    label: pool.name,
    detail: t('host.free', {
      free: formatBytes(pool.availableBytes, language),
      total: formatBytes(pool.capacityBytes, language),
    }),
  }))
  if (options.standardPoolPath) {
    poolOptions.push({
      id: STANDARD,
      label: t('wizard.standardPool', { path: options.standardPoolPath }),
      detail: '',
    })
  }
  return (
    <div className={styles['stack']}>
      <RadioCards label={t('wizard.storage')} value={storage.kind} onChange={choose} cards={cards} />
      {storage.kind === 'new' && (
        <div className={styles['pair']}>
          <Select
            label={t('wizard.pool')}
            value={storage.pool}
            onChange={pool => set({ ...storage, pool })}
            options={poolOptions}
            error={problem('storage.pool')}
          />
          <NumberField
            label={t('wizard.size')}
            more={t('common.increase')}
            less={t('common.decrease')}
            unit="GiB"
            min={0.001}
            value={storage.sizeGiB}
            onChange={sizeGiB => set({ ...storage, sizeGiB })}
            error={problem('storage.sizeGiB')}
          />
          <Select
            label={t('wizard.format')}
            value={storage.format}
            onChange={format => set({ ...storage, format: format as 'qcow2' | 'raw' })}
            options={[
              { id: 'qcow2', label: 'qcow2' },
              { id: 'raw', label: 'raw' },
            ]}
          />
          <Select
            label={t('wizard.allocation')}
            value={storage.allocation}
            onChange={allocation => set({ ...storage, allocation: allocation as 'sparse' | 'full' })}
            options={[
              { id: 'sparse', label: t('wizard.sparse') },
              { id: 'full', label: t('wizard.full') },
            ]}
          />
        </div>
      )}
      {storage.kind === 'volume' && (
        <div className={styles['pair']}>
          <Select
            label={t('wizard.pool')}
            value={storage.pool}
            onChange={pool => set({ ...storage, pool, volume: '' })}
            options={poolOptions}
          />
          <VolumeSelect
            draft={draft}
            storage={storage}
            error={problem('storage.volume')}
            onVolume={volume => set({ ...storage, volume })}
          />
        </div>
      )}
    </div>
  )
}

interface VolumeProps {
  readonly draft: VmDraft
  readonly storage: Extract<DraftStorage, { kind: 'volume' }>
  readonly error: string | undefined
  readonly onVolume: (name: string) => void
}

function VolumeSelect({ draft, storage, error, onVolume }: VolumeProps) {
  const { t, language } = useWords()
  const volumes = useVolumes(draft.host, storage.pool)
  return (
    <Select
      label={t('wizard.volume')}
      value={storage.volume || null}
      onChange={onVolume}
      error={error}
      options={volumes.map(volume => ({
        id: volume.name,
        label: volume.name,
        detail: formatBytes(volume.capacityBytes, language),
      }))}
    />
  )
}

function NicFields({ draft, options, plan, change }: Fields) {
  const { t } = useWords()
  const problem = useProblem(plan)
  const table = useMirror(state => state.objects.network)
  const networks = Object.values(table).filter(network => network.host === draft.host)
  const { nic } = draft
  const id = nic.kind === 'network' ? `network:${nic.network}` : nic.kind
  const choose = (chosen: string) => change({ nic: nicOf(chosen, options) })
  return (
    <div className={styles['pair']}>
      <Select
        label={t('wizard.nic')}
        value={id}
        onChange={choose}
        error={problem('nic')}
        options={[
          ...networks.map(network => ({
            id: `network:${network.name}`,
            label: t('wizard.nicNetwork', { name: network.name }),
            ...(!network.active && { detail: t('wizard.nicInactive') }),
          })),
          { id: 'user', label: t('wizard.nicUser'), detail: t('wizard.nicUserDetail') },
          { id: 'bridge', label: t('wizard.nicBridge') },
          { id: 'direct', label: t('wizard.nicDirect') },
          { id: 'none', label: t('wizard.nicNone') },
        ]}
      />
      {nic.kind === 'bridge' && (
        <ComboBox
          mono
          label={t('wizard.bridge')}
          value={nic.bridge}
          onChange={bridge => change({ nic: { ...nic, bridge } })}
          options={options.bridges.map(name => ({ id: name, label: name }))}
          emptyText={t('wizard.noBridges')}
          placeholder="br0"
        />
      )}
      {nic.kind === 'direct' && (
        <ComboBox
          mono
          label={t('wizard.deviceName')}
          value={nic.device}
          onChange={device => change({ nic: { ...nic, device } })}
          options={options.devices.map(name => ({ id: name, label: name }))}
          emptyText={t('wizard.noDevices')}
          placeholder="eth0"
        />
      )}
    </div>
  )
}

/** With the first of the host's bridges or devices, so that there is nothing to look up. */
function nicOf(chosen: string, { bridges, devices }: CreateOptions): DraftNic {
  if (chosen.startsWith('network:')) return { kind: 'network', network: chosen.slice('network:'.length) }
  if (chosen === 'bridge') return { kind: 'bridge', bridge: bridges[0] ?? '' }
  if (chosen === 'direct') return { kind: 'direct', device: devices[0] ?? '' }
  return chosen === 'user' ? { kind: 'user' } : { kind: 'none' }
}
