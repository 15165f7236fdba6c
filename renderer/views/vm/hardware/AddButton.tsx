// The menu of devices to add: what people add most, and all others behind one entry.
import { useState } from 'react'
import { ADDED, ADDED_KINDS, type AddedKind, ONE_OF_A_KIND } from '../../../../preload/model/fields/added.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { useWords } from '../../../store/words.ts'
import { Plus } from '../../../ui/icons.ts'
import { MenuButton } from '../../../ui/Menu/Menu.tsx'
import { AddDevice } from './dialogs/AddDevice.tsx'
import { AddDisk } from './dialogs/AddDisk.tsx'
import { AddHostDevice } from './dialogs/AddHostDevice.tsx'
import { AddNic } from './dialogs/AddNic.tsx'
import { type Editing, hasSpice } from './editing.ts'
import styles from './Hardware.module.css'

const USUAL = [
  'filesystem',
  'graphics',
  'video',
  'sound',
  'tpm',
  'rng',
] as const satisfies readonly AddedKind[]
const OTHERS = ADDED_KINDS.filter(kind => !(USUAL as readonly AddedKind[]).includes(kind))

type Added = 'disk' | 'cdrom' | 'floppy' | 'nic' | 'hostdev' | (typeof USUAL)[number] | 'other'

const OWN_DIALOG: ReadonlySet<Added> = new Set(['disk', 'cdrom', 'floppy', 'nic', 'hostdev'])

/** Field whose choices are none where the host has nothing of the kind, and the reason that is told then. */
const NEEDED: Partial<Record<AddedKind, readonly [field: string, why: string]>> = {
  tpm: ['tpm.backend', 'noTpm'],
  crypto: ['crypto.backend', 'notOffered'],
  redirdev: ['redirdev.bus', 'notOffered'],
  filesystem: ['filesystem.driver', 'notOffered'],
}

/** What they carry goes through a SPICE display. */
const NEEDS_SPICE: ReadonlySet<AddedKind> = new Set(['redirdev', 'smartcard'])

/** This machine can have none of it, or not in any of the ways that are asked for. */
function isRefused(kind: AddedKind, { options }: Editing): boolean {
  if (options?.refused.includes(kind)) return true
  return ADDED[kind].some(({ id, values }) => {
    const offered = options?.values[`${kind}.${id}`]
    return offered && values && !values.some(value => offered.includes(value))
  })
}

function takesFloppies({ options }: Editing): boolean {
  return options?.values['disk.bus']?.includes('fdc') ?? true
}

export function AddButton({ vm, editing }: { readonly vm: Vm; readonly editing: Editing }) {
  const { t } = useWords()
  const [adding, setAdding] = useState<Added | null>(null)
  const { devices } = editing.hardware
  const whyNot = (kind: AddedKind): string | undefined => {
    if (ONE_OF_A_KIND.has(kind) && devices.some(device => device.kind === kind))
      return t('hardware.why.onlyOne')
    if (NEEDS_SPICE.has(kind) && !hasSpice(devices)) return t('hardware.why.needsSpice')
    const needed = NEEDED[kind]
    if (needed && editing.options?.values[needed[0]]?.length === 0) return t(`hardware.why.${needed[1]}`)
    return isRefused(kind, editing) ? t('hardware.why.notOffered') : undefined
  }
  const entry = (id: Added, disabledReason?: string) => ({
    id,
    label: t(`hardware.add.${id}`),
    disabledReason,
  })
  const close = () => setAdding(null)
  return (
    <div className={styles['add']}>
      <MenuButton
        label={t('hardware.addDevice')}
        text={t('hardware.addDevice')}
        icon={<Plus />}
        onAction={id => setAdding(id as Added)}
        entries={[
          entry('disk'),
          entry('cdrom'),
          entry('floppy', takesFloppies(editing) ? undefined : t('hardware.why.notOffered')),
          entry('nic'),
          entry('filesystem', whyNot('filesystem')),
          entry('hostdev'),
          ...USUAL.slice(1).map(kind => entry(kind, whyNot(kind))),
          entry('other'),
        ]}
      />
      {(adding === 'disk' || adding === 'cdrom' || adding === 'floppy') && (
        <AddDisk vm={vm} editing={editing} device={adding} onClose={close} />
      )}
      {adding === 'nic' && <AddNic vm={vm} editing={editing} onClose={close} />}
      {adding === 'hostdev' && <AddHostDevice editing={editing} onClose={close} />}
      {adding !== null && !OWN_DIALOG.has(adding) && (
        <AddDevice
          editing={editing}
          kinds={adding === 'other' ? OTHERS : [adding as AddedKind]}
          whyNot={whyNot}
          onClose={close}
        />
      )}
    </div>
  )
}
