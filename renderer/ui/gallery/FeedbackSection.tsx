import { useState } from 'react'
import { Badge } from '../Badge/Badge.tsx'
import { Banner } from '../Banner/Banner.tsx'
import { Button } from '../Button/Button.tsx'
import { EmptyState } from '../EmptyState/EmptyState.tsx'
import { Monitor } from '../icons.ts'
import { KeyHint } from '../KeyHint/KeyHint.tsx'
import { ProgressBar } from '../ProgressBar/ProgressBar.tsx'
import { Sparkline } from '../Sparkline/Sparkline.tsx'
import { Spinner } from '../Spinner/Spinner.tsx'
import { type Mark, StateMark } from '../StateMark/StateMark.tsx'
import { affirm, createToasts } from '../Toasts/queue.ts'
import { Toasts } from '../Toasts/Toasts.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

const MARKS: readonly Mark[] = ['running', 'paused', 'saved', 'off', 'crashed', 'unknown', 'busy']
const wave = Array.from({ length: 60 }, (_, n) => 0.5 + 0.4 * Math.sin(n / 4) * Math.cos(n / 11))
const nothing = () => undefined
const LIBVIRT =
  'error: Requested operation is not valid: network ‘default’ is not active (code 55, domain 10)'

export function FeedbackSection() {
  const [toasts] = useState(createToasts)
  return (
    <div className={styles['section']}>
      <Shown title="Banners" isWide isColumn>
        <Banner
          kind="info"
          title="2 changes apply after restart"
          actions={<Button size="small">Review</Button>}
        />
        <Banner kind="success" title="This computer is ready to run VMs" />
        <Banner
          kind="warning"
          title="KVM is not available: VMs run slowly"
          actions={<Button>How to fix</Button>}
        >
          The firmware of this computer hides the processor’s virtualisation. Turn it on in the firmware’s
          settings.
        </Banner>
        <Banner
          kind="danger"
          title="web-01 could not start"
          actions={
            <>
              <Button>Try again</Button>
              <Button variant="primary">Start the network</Button>
            </>
          }
          details={{ label: 'Details', text: LIBVIRT, copyLabel: 'Copy', onCopy: nothing }}
        >
          Its network “default” is not running.
        </Banner>
      </Shown>
      <Shown title="States">
        {MARKS.map(mark => (
          <span key={mark} style={{ display: 'inline-flex', alignItems: 'center', gap: 6, marginRight: 8 }}>
            <StateMark mark={mark} /> {mark}
          </span>
        ))}
      </Shown>
      <Shown title="Badges, keys">
        <Badge>qcow2</Badge>
        <Badge kind="info">Managed</Badge>
        <Badge kind="success">Active</Badge>
        <Badge kind="warning">Slow</Badge>
        <Badge kind="danger">Missing</Badge>
        <KeyHint keys="Ctrl+Shift+S" />
        <KeyHint keys="⌘+K" />
      </Shown>
      <Shown title="Progress" isColumn>
        <ProgressBar label="Downloading" value={0.3} />
        <ProgressBar
          label="Copying the disk"
          isLabelShown
          value={0.62}
          valueText="2.5 of 4.0 GiB, 112 MB/s"
        />
        <ProgressBar label="Waiting for the guest" isLabelShown value={null} valueText="" />
        <div style={{ display: 'flex', gap: 16, alignItems: 'center', color: 'var(--muted)' }}>
          <Spinner size="small" label="Loading" />
          <Spinner label="Loading" />
          <Spinner size="large" label="Loading" />
        </div>
      </Shown>
      <Shown title="Sparklines, toasts">
        <div className={styles['spark']}>
          <Sparkline values={wave} label="CPU use" />
        </div>
        <div className={styles['spark']}>
          <Sparkline values={wave.slice(40)} label="Memory use" />
        </div>
        <Button
          onPress={() =>
            affirm(toasts, { text: 'Snapshot created', action: { label: 'Undo', onPress: nothing } })
          }
        >
          Affirm
        </Button>
        <Button onPress={() => affirm(toasts, { text: 'Copied' })}>Affirm without action</Button>
        <Toasts queue={toasts} label="Notices" closeLabel="Close" />
      </Shown>
      <Shown title="Nothing yet" isWide>
        <EmptyState
          icon={<Monitor />}
          title="No VMs on this computer"
          actions={
            <>
              <Button variant="primary">New VM</Button>
              <Button>Import…</Button>
            </>
          }
        >
          Create one from an image of an operating system, or bring one from elsewhere.
        </EmptyState>
      </Shown>
    </div>
  )
}
