import { useState } from 'react'
import { Checkbox } from '../Checkbox/Checkbox.tsx'
import { CheckboxGroup } from '../CheckboxGroup/CheckboxGroup.tsx'
import { Disc3, Download, HardDrive, Network } from '../icons.ts'
import { RadioCards } from '../RadioCards/RadioCards.tsx'
import { RadioGroup } from '../RadioGroup/RadioGroup.tsx'
import { Switch } from '../Switch/Switch.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

const FIRMWARE = [
  { id: 'uefi', label: 'UEFI', description: 'What today’s systems expect' },
  { id: 'bios', label: 'BIOS', description: 'For systems of before 2012' },
  { id: 'none', label: 'None', isDisabled: true },
]

export function ChoicesSection() {
  const [isOn, setOn] = useState(true)
  const [devices, setDevices] = useState<readonly string[]>(['tpm'])
  const [firmware, setFirmware] = useState('uefi')
  const [source, setSource] = useState('iso')
  const some = () => undefined
  return (
    <div className={styles['section']}>
      <Shown title="Checkboxes" isColumn>
        <div>
          <Checkbox isSelected={isOn} onChange={setOn}>
            Start with the host
          </Checkbox>
          <Checkbox
            isSelected={!isOn}
            onChange={on => setOn(!on)}
            description="Guests see the disk as slow while it is read"
          >
            Verify the image
          </Checkbox>
          <Checkbox isSelected={false} isIndeterminate onChange={some}>
            All disks
          </Checkbox>
          <Checkbox isSelected isDisabled onChange={some}>
            Chosen, and cannot change
          </Checkbox>
          <Checkbox isSelected={false} isDisabled onChange={some}>
            Cannot be chosen
          </Checkbox>
        </div>
      </Shown>
      <Shown title="Group of checkboxes" isColumn>
        <CheckboxGroup
          label="Devices"
          description="What the guest finds inside"
          value={devices}
          onChange={setDevices}
          options={[
            { id: 'tpm', label: 'TPM 2.0', description: 'Windows 11 asks for one' },
            { id: 'rng', label: 'Random number generator' },
            { id: 'watchdog', label: 'Watchdog', isDisabled: true },
          ]}
          error={devices.length === 0 ? 'Choose at least one.' : undefined}
        />
      </Shown>
      <Shown title="Radio buttons" isColumn>
        <RadioGroup label="Firmware" value={firmware} onChange={setFirmware} options={FIRMWARE} />
        <RadioGroup
          label="Direction"
          isHorizontal
          value={firmware}
          onChange={setFirmware}
          options={FIRMWARE.map(({ id, label }) => ({ id, label }))}
          error="UEFI is not installed on this host. Install the package ovmf."
        />
      </Shown>
      <Shown title="Switches" isColumn>
        <div>
          <Switch isSelected={isOn} onChange={setOn}>
            Share the clipboard
          </Switch>
          <Switch isSelected={!isOn} onChange={on => setOn(!on)} description="Needs the agent in the guest">
            Resize the guest’s screen
          </Switch>
          <Switch isSelected isDisabled onChange={some}>
            On, and cannot change
          </Switch>
          <Switch isSelected={false} isDisabled onChange={some}>
            Off, and cannot change
          </Switch>
        </div>
      </Shown>
      <Shown title="Cards" isWide isColumn>
        <RadioCards
          label="What to install from"
          value={source}
          onChange={setSource}
          cards={[
            { id: 'iso', title: 'Installation image', detail: 'An ISO file', icon: <Disc3 /> },
            {
              id: 'disk',
              title: 'Disk image',
              detail: 'qcow2 or raw, started as it is',
              icon: <HardDrive />,
            },
            {
              id: 'web',
              title: 'Download',
              detail: 'An image of a system, fetched and checked',
              icon: <Download />,
            },
            {
              id: 'pxe',
              title: 'Network boot',
              detail: 'PXE from a network of this host',
              icon: <Network />,
              isDisabled: true,
            },
          ]}
        />
      </Shown>
    </div>
  )
}
