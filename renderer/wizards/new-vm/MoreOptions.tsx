// Firmware, display, sound, processor: decided well by themselves, here for those who know better.
import type { VmDraft } from '../../../preload/model/draft.ts'
import { useWords } from '../../store/words.ts'
import { Checkbox, NumberField, Select } from '../../ui/Field/Field.tsx'
import { chooseArch, type Fields } from './draft.ts'
import styles from './NewVmWizard.module.css'
import { useProblem } from './problems.ts'

const NIC_MODELS: readonly VmDraft['nicModel'][] = ['default', 'virtio', 'e1000e', 'e1000', 'rtl8139']

export function MoreOptions({ draft, options, plan, change }: Fields) {
  const { t } = useWords()
  const problem = useProblem(plan)
  const { topology } = draft
  const setTopology = (next: Partial<NonNullable<VmDraft['topology']>>) =>
    topology && change({ topology: { ...topology, ...next } })
  return (
    <div className={styles['stack']}>
      <div className={styles['pair']}>
        {options.archs.length > 1 && (
          <Select
            label={t('wizard.arch')}
            value={draft.arch}
            onChange={arch => void chooseArch(arch)}
            options={options.archs.map((arch, at) => ({
              id: arch,
              label: arch,
              detail: t(at === 0 ? 'wizard.ownArch' : 'wizard.otherArch'),
            }))}
          />
        )}
        <Select
          label={t('wizard.firmware')}
          value={draft.firmware}
          onChange={id => change({ firmware: id as VmDraft['firmware'] })}
          error={problem('firmware')}
          options={[
            ...(options.bios ? [{ id: 'bios', label: t('wizard.bios') }] : []),
            ...(options.uefi ? [{ id: 'uefi', label: t('wizard.uefi') }] : []),
            ...(options.secureBoot ? [{ id: 'uefi-secure', label: t('wizard.uefiSecure') }] : []),
          ]}
        />
        <Select
          label={t('wizard.graphics')}
          value={draft.graphics}
          onChange={id => change({ graphics: id as VmDraft['graphics'] })}
          error={problem('graphics')}
          options={[
            ...options.graphics.map(id => ({ id: id as string, label: t(`console.${id}`) })),
            { id: 'none', label: t('wizard.noGraphics') },
          ]}
        />
        <Select
          label={t('wizard.acceleration')}
          value={draft.acceleration}
          onChange={id => change({ acceleration: id as VmDraft['acceleration'] })}
          error={problem('acceleration')}
          options={[
            ...(options.kvm ? [{ id: 'kvm', label: t('wizard.kvm') }] : []),
            { id: 'none', label: t('wizard.noKvm'), detail: t('wizard.noKvmDetail') },
          ]}
        />
        <Select
          label={t('wizard.cpuMode')}
          value={draft.cpuMode}
          onChange={id => change({ cpuMode: id as VmDraft['cpuMode'] })}
          options={options.cpuModes.map(id => ({ id, label: t(`wizard.cpuModes.${id}`) }))}
        />
        <Select
          label={t('wizard.nicModel')}
          value={draft.nicModel}
          onChange={id => change({ nicModel: id as VmDraft['nicModel'] })}
          options={NIC_MODELS.map(id => ({ id, label: t(`wizard.nicModels.${id}`) }))}
        />
      </div>
      <Checkbox
        isSelected={topology !== null}
        onChange={on => change({ topology: on ? { sockets: 1, cores: draft.cpus, threads: 1 } : null })}
        description={problem('topology')}
      >
        {t('wizard.topology')}
      </Checkbox>
      {topology && (
        <div className={styles['pair']}>
          {(['sockets', 'cores', 'threads'] as const).map(what => (
            <NumberField
              key={what}
              label={t(`wizard.${what}`)}
              more={t('common.increase')}
              less={t('common.decrease')}
              min={1}
              value={topology[what]}
              onChange={value => setTopology({ [what]: value })}
            />
          ))}
        </div>
      )}
      <div>
        <Checkbox isSelected={draft.tpm} isDisabled={!options.tpm} onChange={tpm => change({ tpm })}>
          {t('wizard.tpm')}
        </Checkbox>
        <Checkbox isSelected={draft.sound} onChange={sound => change({ sound })}>
          {t('wizard.sound')}
        </Checkbox>
      </div>
    </div>
  )
}
