// The machine's hardware: devices on the left, the chosen one's form on the right. Edits wait for Apply; adding,
// removing, growing and changing a medium have a dialog of their own that does it.
import { type ReactNode, useState } from 'react'
import { type Device, type DeviceKind, deviceKey } from '../../../../preload/model/hardware.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { useWords } from '../../../store/words.ts'
import {
  Code,
  Cpu,
  Disc3,
  Folder,
  HardDrive,
  List,
  Monitor,
  Network,
  ShieldCheck,
  SlidersHorizontal,
  Terminal,
  Trash2,
  Usb,
} from '../../../ui/icons.ts'
import { ListBox } from '../../../ui/ListBox/ListBox.tsx'
import { ContextMenu } from '../../../ui/Menu/ContextMenu.tsx'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { AddButton } from './AddButton.tsx'
import { Changes } from './Changes.tsx'
import { type Editing, useEditing } from './editing.ts'
import { BootForm } from './forms/BootForm.tsx'
import { type Asking, DeviceForm } from './forms/DeviceForm.tsx'
import { MachineForm } from './forms/MachineForm.tsx'
import styles from './Hardware.module.css'
import { TheirChanges } from './TheirChanges.tsx'
import { WaitingItems } from './WaitingItems.tsx'
import { detailOf, titleOf } from './words.ts'

const MACHINE = 'machine:'
const BOOT = 'boot'

export function HardwareTab({ vm }: { readonly vm: Vm }) {
  const editing = useEditing(vm)
  const { error } = editing
  return (
    <div className={styles['tab']}>
      {error && <ErrorBanner error={error} />}
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
  const [asking, setAsking] = useState<Asking | null>(null)
  const [menu, setMenu] = useState<{ readonly key: string; readonly x: number; readonly y: number } | null>(
    null,
  )
  const menuDevice = devices.find(one => deviceKey(one) === menu?.key)
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
            onContext={(key, at) => setMenu({ key, ...at })}
          />
          {menu && menuDevice && menuDevice.kind !== 'machine' && (
            <ContextMenu
              label={titleOf(menuDevice, words)}
              at={menu}
              entries={[
                { id: 'xml', label: t('xml.device'), icon: <Code /> },
                { id: 'remove', label: t('hardware.remove'), icon: <Trash2 />, danger: true },
              ]}
              onAction={id => {
                setChosen(menu.key)
                setAsking(id as Asking)
              }}
              onClose={() => setMenu(null)}
            />
          )}
          <AddButton vm={vm} editing={editing} />
        </div>
        <section className={styles['form']} aria-label={t('hardware.settings')}>
          {chosen === BOOT ? (
            <BootForm editing={editing} />
          ) : device && device.kind !== 'machine' ? (
            <DeviceForm key={chosen} editing={editing} device={device} asking={asking} onAsk={setAsking} />
          ) : (
            <MachineForm editing={editing} device={devices.find(one => one.kind === 'machine')} />
          )}
        </section>
      </div>
      {editing.pending.length > 0 && <Changes editing={editing} />}
    </>
  )
}

const ICONS: Partial<Record<DeviceKind, ReactNode>> = {
  machine: <Cpu />,
  disk: <HardDrive />,
  nic: <Network />,
  graphics: <Monitor />,
  video: <Monitor />,
  tpm: <ShieldCheck />,
  filesystem: <Folder />,
  hostdev: <Usb />,
  redirdev: <Usb />,
  serial: <Terminal />,
  console: <Terminal />,
}

/** Ports that devices are plugged into come and go with them: a new machine has fourteen and more. */
function isTold({ kind, values }: Device): boolean {
  return kind !== 'controller' || values['type'] !== 'pci'
}

function listItems(devices: readonly Device[], words: ReturnType<typeof useWords>) {
  const items = devices.filter(isTold).map(device => ({
    id: deviceKey(device),
    label: titleOf(device, words),
    detail: device.kind === 'machine' ? '' : detailOf(device, words),
    icon: device.disk?.device === 'cdrom' ? <Disc3 /> : (ICONS[device.kind] ?? <SlidersHorizontal />),
  }))
  const boot = { id: BOOT, label: words.t('hardware.boot'), detail: '', icon: <List /> }
  return items.flatMap(item => (item.id === MACHINE ? [item, boot] : [item]))
}
