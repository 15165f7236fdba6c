// Another host: the address made from a few fields, tried before it is kept.
import { useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import type { HostReport } from '../../../preload/model/host.ts'
import {
  DRIVERS,
  EMPTY_HOST_FORM,
  type HostForm,
  hostFormProblem,
  hostUri,
  WAYS,
} from '../../../preload/model/host-uri.ts'
import { versionText } from '../../format/version.ts'
import { ask } from '../../store/client.ts'
import { useMirror } from '../../store/mirror.ts'
import { go } from '../../store/route.ts'
import { errorOf, errorText, useWords } from '../../store/words.ts'
import { Banner } from '../../ui/Banner/Banner.tsx'
import { Button } from '../../ui/Button/Button.tsx'
import { NumberField, Select, TextField } from '../../ui/Field/Field.tsx'
import { RadioCards } from '../../ui/RadioCards/RadioCards.tsx'
import styles from './AddHost.module.css'

type Trial =
  | { readonly state: 'none' | 'running' }
  | { readonly state: 'reached'; readonly report: HostReport }
  | { readonly state: 'failed'; readonly error: AppError }

export function AddHost() {
  const { t } = useWords()
  const [form, setForm] = useState<HostForm>(EMPTY_HOST_FORM)
  const [trial, setTrial] = useState<Trial>({ state: 'none' })
  const hosts = useMirror(state => state.objects.host)
  const problem = hostFormProblem(form)
  const uri = hostUri(form)
  const known = Object.values(hosts).find(host => host.uri === uri)
  const isReady = problem === null && !known
  const change = (fields: Partial<HostForm>) => {
    setForm({ ...form, ...fields })
    setTrial({ state: 'none' })
  }
  const test = () => {
    setTrial({ state: 'running' })
    ask('host.test', { uri }).then(
      report => setTrial({ state: 'reached', report }),
      reason => setTrial({ state: 'failed', error: errorOf(reason) }),
    )
  }
  const add = async () => {
    try {
      go({ at: 'host', host: await ask('host.add', { uri }) })
    } catch (reason) {
      setTrial({ state: 'failed', error: errorOf(reason) })
    }
  }
  return (
    <form
      className={styles['page']}
      onSubmit={event => {
        event.preventDefault()
        if (isReady) void add()
      }}
    >
      <h1>{t('addHost.title')}</h1>
      <RadioCards
        label={t('addHost.way')}
        value={form.way}
        onChange={way => change({ way: way as HostForm['way'] })}
        cards={WAYS.map(id => ({
          id,
          title: t(`addHost.ways.${id}.title`),
          detail: t(`addHost.ways.${id}.text`),
        }))}
      />
      <AddressFields form={form} onChange={change} />
      {form.way !== 'uri' && (
        <p className={styles['address']}>
          {t('addHost.address')} <code>{problem ? '…' : uri}</code>
        </p>
      )}
      {known && <Banner kind="info" title={t('error.host.known')} />}
      <div className={styles['outcome']} role="status">
        <Outcome trial={trial} />
      </div>
      <div className={styles['buttons']}>
        <Button isDisabled={problem !== null} isPending={trial.state === 'running'} onPress={test}>
          {t('addHost.test')}
        </Button>
        <Button variant="primary" isDisabled={!isReady} onPress={() => void add()}>
          {t('addHost.add')}
        </Button>
      </div>
    </form>
  )
}

interface FieldsProps {
  readonly form: HostForm
  readonly onChange: (fields: Partial<HostForm>) => void
}

/** What is wrong is said once something was typed: an empty form is not an error. */
function AddressFields({ form, onChange }: FieldsProps) {
  const { t } = useWords()
  const problem = hostFormProblem(form)
  const error = (field: keyof HostForm) =>
    problem?.field === field && form[field] ? t(`error.${problem.code}`) : undefined
  if (form.way === 'uri') {
    return (
      <TextField
        mono
        label={t('addHost.uri')}
        description={t('addHost.uriText')}
        value={form.uri}
        onChange={uri => onChange({ uri })}
        placeholder="qemu+ssh://user@server/system"
        error={error('uri')}
      />
    )
  }
  return (
    <div className={styles['fields']}>
      <TextField
        label={t('addHost.host')}
        value={form.host}
        onChange={host => onChange({ host })}
        error={error('host')}
      />
      <NumberField
        label={t('addHost.port')}
        more={t('common.increase')}
        less={t('common.decrease')}
        description={t('addHost.portText')}
        min={1}
        max={65535}
        formatOptions={{ useGrouping: false }}
        value={form.port ?? Number.NaN}
        onChange={port => onChange({ port: Number.isNaN(port) ? null : port })}
      />
      {form.way === 'ssh' && (
        <>
          <TextField
            label={t('addHost.user')}
            description={t('addHost.userText')}
            value={form.user}
            onChange={user => onChange({ user })}
            error={error('user')}
          />
          <TextField
            mono
            label={t('addHost.keyFile')}
            description={t('addHost.keyFileText')}
            value={form.keyFile}
            onChange={keyFile => onChange({ keyFile })}
          />
        </>
      )}
      <Select
        label={t('addHost.driver')}
        value={form.driver}
        onChange={driver => onChange({ driver: driver as HostForm['driver'] })}
        options={DRIVERS.map(id => ({ id, label: t(`addHost.drivers.${id}`) }))}
      />
    </div>
  )
}

function Outcome({ trial }: { readonly trial: Trial }) {
  const { t } = useWords()
  switch (trial.state) {
    case 'none':
      return null
    case 'running':
      return t('addHost.testing')
    case 'reached': {
      const { hostname, hypervisor, libvirtVersion, hypervisorVersion } = trial.report
      return (
        <Banner kind="success" title={t('addHost.reached', { hostname })}>
          libvirt {versionText(libvirtVersion)} · {hypervisor} {versionText(hypervisorVersion)}
        </Banner>
      )
    }
    case 'failed':
      return (
        <Banner
          kind="danger"
          title={errorText(trial.error, t)}
          details={trial.error.detail ? { label: t('common.details'), text: trial.error.detail } : undefined}
        />
      )
  }
}
