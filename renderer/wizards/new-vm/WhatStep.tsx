// What it starts from, and which system that is.
import { useEffect } from 'react'
import type { Install } from '../../../preload/model/draft.ts'
import { ask } from '../../store/client.ts'
import { useWords } from '../../store/words.ts'
import { Button } from '../../ui/Button/Button.tsx'
import { Select, TextField } from '../../ui/Field/Field.tsx'
import { RadioCards } from '../../ui/RadioCards/RadioCards.tsx'
import { adoptSystem, type Fields, inspect, useWizard } from './draft.ts'
import styles from './NewVmWizard.module.css'
import { useProblem } from './problems.ts'

const KINDS: readonly Install['kind'][] = ['iso', 'image', 'kernel', 'network', 'empty']
const UNKNOWN = 'unknown'
/** A path is looked at when typing pauses. */
const PAUSE_MS = 300

export function WhatStep({ draft, plan, change }: Fields) {
  const { t } = useWords()
  const { systems, media } = useWizard()
  const { install } = draft
  const path = install.kind === 'iso' || install.kind === 'image' ? install.path : null
  useEffect(() => {
    if (path === null) return
    const timer = setTimeout(() => void inspect(path), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [path])
  return (
    <>
      <RadioCards
        label={t('wizard.install')}
        value={install.kind}
        onChange={kind => change({ install: emptyInstall(kind as Install['kind']) })}
        cards={KINDS.map(kind => ({ id: kind, title: t(`wizard.${kind}`), detail: t(`wizard.${kind}Text`) }))}
      />
      <InstallFields draft={draft} plan={plan} change={change} />
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

type InstallProps = Pick<Fields, 'draft' | 'plan' | 'change'>

function InstallFields({ draft, plan, change }: InstallProps) {
  const { t } = useWords()
  const problem = useProblem(plan)
  const { install } = draft
  const set = (next: Install) => change({ install: next })
  switch (install.kind) {
    case 'iso':
      return (
        <FileField
          label={t('wizard.file')}
          path={install.path}
          kind="media"
          error={problem('install.path')}
          onPath={path => set({ ...install, path })}
        />
      )
    case 'image':
      return (
        <div className={styles['stack']}>
          <FileField
            label={t('wizard.file')}
            path={install.path}
            kind="media"
            error={problem('install.path')}
            onPath={path => set({ ...install, path })}
          />
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
            path={install.kernel}
            kind="kernel"
            error={problem('install.kernel')}
            onPath={kernel => set({ ...install, kernel })}
          />
          <FileField
            label={t('wizard.initrdFile')}
            path={install.initrd ?? ''}
            kind="initrd"
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

interface FileProps {
  readonly label: string
  readonly path: string
  readonly kind: 'media' | 'kernel' | 'initrd'
  readonly error: string | undefined
  readonly onPath: (path: string) => void
}

function FileField({ label, path, kind, error, onPath }: FileProps) {
  const { t } = useWords()
  const browse = async () => {
    const picked = await ask('window.pickFile', { kind }).catch(() => null)
    if (picked) onPath(picked)
  }
  return (
    <TextField
      mono
      label={label}
      description={t('wizard.fileText')}
      value={path}
      onChange={onPath}
      error={path === '' ? undefined : error}
      after={<Button onPress={() => void browse()}>{t('common.browse')}</Button>}
    />
  )
}

function emptyInstall(kind: Install['kind']): Install {
  switch (kind) {
    case 'iso':
      return { kind, path: '' }
    case 'image':
      return { kind, path: '', format: 'raw' }
    case 'kernel':
      return { kind, kernel: '', initrd: null, args: '' }
    default:
      return { kind }
  }
}
