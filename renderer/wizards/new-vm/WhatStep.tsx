// What it starts from, and which system that is.
import { useEffect } from 'react'
import type { Install } from '../../../preload/model/draft.ts'
import type { HostId } from '../../../preload/model/ids.ts'
import { useMirror } from '../../store/mirror.ts'
import { replace } from '../../store/route.ts'
import { hostName, useWords } from '../../store/words.ts'
import { Select, TextField } from '../../ui/Field/Field.tsx'
import { RadioCards } from '../../ui/RadioCards/RadioCards.tsx'
import { adoptSystem, type Fields, inspect, useWizard } from './draft.ts'
import { FileField, MediaFields } from './MediaFields.tsx'
import styles from './NewVmWizard.module.css'
import { useProblem } from './problems.ts'

const KINDS: readonly Install['kind'][] = ['iso', 'image', 'kernel', 'network', 'empty']
const UNKNOWN = 'unknown'
/** A path is looked at when typing pauses. */
const PAUSE_MS = 300

export function WhatStep({ draft, options, plan, change }: Fields) {
  const { t } = useWords()
  const { systems, media } = useWizard()
  const { install } = draft
  const path = readablePath(install, options)
  useEffect(() => {
    if (path === null) return
    const timer = setTimeout(() => void inspect(path), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <>
      <HostSelect host={draft.host} />
      <RadioCards
        label={t('wizard.install')}
        value={install.kind}
        onChange={kind => change({ install: emptyInstall(kind as Install['kind'], options.local) })}
        cards={KINDS.map(kind => ({ id: kind, title: t(`wizard.${kind}`), detail: t(`wizard.${kind}Text`) }))}
      />
      <InstallFields draft={draft} options={options} plan={plan} change={change} />
      {path && media && (
        <p role="status" className={styles['muted']}>
          {media.os ? t('wizard.detected', { name: media.os.name }) : t('wizard.notDetected')}{' '}
          {media.label && t('wizard.label', { label: media.label })}
        </p>
      )}
      <div style={{ maxWidth: 420 }}>
        <Select
          label={t('wizard.system')}
          description={t('wizard.systemText')}
          value={draft.osId ?? UNKNOWN}
          onChange={id => void adoptSystem(id === UNKNOWN ? null : id)}
          options={[
            { id: UNKNOWN, label: t('wizard.systemUnknown') },
            ...systems.map(os => ({ id: os.id, label: os.name })),
          ]}
        />
      </div>
    </>
  )
}

/** Shown where there is a choice. Another host has a draft of its own. */
function HostSelect({ host }: { readonly host: HostId }) {
  const { t } = useWords()
  const hosts = useMirror(state => state.objects.host)
  const offered = Object.values(hosts).filter(h => h.connection.state === 'ready' || h.id === host)
  if (offered.length < 2) return null
  return (
    <div style={{ maxWidth: 420 }}>
      <Select
        label={t('wizard.host')}
        value={host}
        onChange={id => replace({ at: 'new', host: id as HostId })}
        options={offered.map(h => ({ id: h.id, label: hostName(h, t) }))}
      />
    </div>
  )
}

function InstallFields({ draft, options, plan, change }: Fields) {
  const { t } = useWords()
  const problem = useProblem(plan)
  const { install } = draft
  const set = (next: Install) => change({ install: next })
  switch (install.kind) {
    case 'iso':
      return <MediaFields draft={draft} options={options} plan={plan} install={install} onChange={set} />
    case 'image':
      return (
        <div className={styles['stack']}>
          <MediaFields draft={draft} options={options} plan={plan} install={install} onChange={set} />
          <div style={{ maxWidth: 200 }}>
            <Select
              label={t('wizard.format')}
              value={install.format}
              onChange={format => set({ ...install, format: format as 'raw' | 'qcow2' })}
              options={[
                { id: 'qcow2', label: 'qcow2' },
                { id: 'raw', label: 'raw' },
              ]}
            />
          </div>
        </div>
      )
    case 'kernel':
      return (
        <div className={styles['stack']}>
          <FileField
            label={t('wizard.kernelFile')}
            description={t('wizard.fileText')}
            path={install.kernel}
            kind={options.local ? 'kernel' : null}
            error={problem('install.kernel')}
            onPath={kernel => set({ ...install, kernel })}
          />
          <FileField
            label={t('wizard.initrdFile')}
            description={t('wizard.fileText')}
            path={install.initrd ?? ''}
            kind={options.local ? 'initrd' : null}
            error={problem('install.initrd')}
            onPath={initrd => set({ ...install, initrd: initrd || null })}
          />
          <TextField
            mono
            label={t('wizard.kernelArgs')}
            value={install.args}
            onChange={args => set({ ...install, args })}
          />
        </div>
      )
    default:
      return null
  }
}

/** The file to look at; only this computer's can be read. */
function readablePath(install: Install, { local }: Fields['options']): string | null {
  if (install.kind !== 'iso' && install.kind !== 'image') return null
  return local || install.on === 'here' ? install.path : null
}

function emptyInstall(kind: Install['kind'], local: boolean): Install {
  const on = local ? 'host' : 'here'
  switch (kind) {
    case 'iso':
      return { kind, on, path: '' }
    case 'image':
      return { kind, on, path: '', format: 'raw' }
    case 'kernel':
      return { kind, kernel: '', initrd: null, args: '' }
    default:
      return { kind }
  }
}
