// The machine's hardware: devices on the left, the chosen one's form on the right. Edits wait for Apply; adding,
// removing, growing and changing a medium have a dialog of their own that does it.
import { useState } from 'react'
import { type Device, deviceKey } from '../../../../preload/model/hardware.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { errorText, useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import {
  Cpu,
  Disc3,
  HardDrive,
  List,
  Monitor,
  Network,
  Plus,
  ShieldCheck,
  SlidersHorizontal,
} from '../../../ui/icons.ts'
import { ListBox } from '../../../ui/ListBox/ListBox.tsx'
import { MenuButton } from '../../../ui/Menu/Menu.tsx'
import { Changes } from './Changes.tsx'
import { AddDevice } from './dialogs/AddDevice.tsx'
import { AddDisk } from './dialogs/AddDisk.tsx'
import { AddNic } from './dialogs/AddNic.tsx'
import { type Editing, useEditing } from './editing.ts'
import { BootForm } from './forms/BootForm.tsx'
import { DeviceForm } from './forms/DeviceForm.tsx'
import { MachineForm } from './forms/MachineForm.tsx'
import styles from './Hardware.module.css'
import { TheirChanges } from './TheirChanges.tsx'
import { WaitingItems } from './WaitingItems.tsx'
import { detailOf, titleOf } from './words.ts'

const MACHINE = 'machine:'
const BOOT = 'boot'

export function HardwareTab({ vm }: { readonly vm: Vm }) {
  const words = useWords()
  const editing = useEditing(vm)
  const { error } = editing
  return (
    <div className={styles['tab']}>
      {error && (
        <Banner
          kind="danger"
          title={errorText(error, words.t)}
          details={error.detail ? { label: words.t('common.details'), text: error.detail } : undefined}
        />
      )}
      {editing.hardware && <Loaded vm={vm} editing={editing} />}
    </div>
  )
}

function Loaded({ vm, editing }: { readonly vm: Vm; readonly editing: Editing }) {
  const words = useWords()
  const { t } = words
  const { devices, waiting } = editing.hardware
  const [chosen, setChosen] = useState(MACHINE)
  const device = devices.find(one => deviceKey(one) === chosen)
  return (
    <>
      {editing.theirs && <TheirChanges theirs={editing.theirs} onAccept={editing.acceptTheirs} />}
      {waiting.length > 0 && <WaitingItems editing={editing} />}
      <div className={styles['panes']}>
        <div className={styles['list']}>
          <ListBox
            label={t('hardware.devices')}
            items={listItems(devices, words)}
            selected={device || chosen === BOOT ? chosen : MACHINE}
            onSelect={setChosen}
          />
          <AddButton vm={vm} editing={editing} />
        </div>
        <section className={styles['form']} aria-label={t('hardware.settings')}>
          {chosen === BOOT ? (
            <BootForm editing={editing} />
          ) : device && device.kind !== 'machine' ? (
            <DeviceForm key={chosen} editing={editing} device={device} />
          ) : (
            <MachineForm editing={editing} device={devices.find(one => one.kind === 'machine')} />
          )}
        </section>
      </div>
      {editing.pending.length > 0 && <Changes editing={editing} />}
    </>
  )
}

const ICONS = {
  machine: <Cpu />,
  disk: <HardDrive />,
  nic: <Network />,
  graphics: <Monitor />,
  video: <Monitor />,
  sound: <SlidersHorizontal />,
  tpm: <ShieldCheck />,
  rng: <SlidersHorizontal />,
  watchdog: <SlidersHorizontal />,
}

function listItems(devices: readonly Device[], words: ReturnType<typeof useWords>) {
  const items = devices.map(device => ({
    id: deviceKey(device),
    label: titleOf(device, words),
    detail: device.kind === 'machine' ? '' : detailOf(device, words),
    icon: device.disk?.device === 'cdrom' ? <Disc3 /> : ICONS[device.kind],
  }))
  const boot = { id: BOOT, label: words.t('hardware.boot'), detail: '', icon: <List /> }
  return items.flatMap(item => (item.id === MACHINE ? [item, boot] : [item]))
}

type Added = 'disk' | 'cdrom' | 'nic' | 'sound' | 'video' | 'tpm' | 'rng' | 'watchdog'

function AddButton({ vm, editing }: { readonly vm: Vm; readonly editing: Editing }) {
  const { t } = useWords()
  const [adding, setAdding] = useState<Added | null>(null)
  const { devices } = editing.hardware
  // libvirt takes one of these.
  const single = (kind: 'tpm' | 'watchdog') =>
    devices.some(device => device.kind === kind) ? t('hardware.why.onlyOne') : undefined
  const noTpm = editing.options?.values['tpm.backend']?.includes('emulator')
    ? undefined
    : t('hardware.why.noTpm')
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
          entry('nic'),
          entry('video'),
          entry('sound'),
          entry('tpm', single('tpm') ?? noTpm),
          entry('rng'),
          entry('watchdog', single('watchdog')),
        ]}
      />
      {(adding === 'disk' || adding === 'cdrom') && (
        <AddDisk vm={vm} editing={editing} device={adding} onClose={close} />
      )}
      {adding === 'nic' && <AddNic vm={vm} editing={editing} onClose={close} />}
      {adding !== null && adding !== 'disk' && adding !== 'cdrom' && adding !== 'nic' && (
        <AddDevice editing={editing} kind={adding} onClose={close} />
      )}
    </div>
  )
}
