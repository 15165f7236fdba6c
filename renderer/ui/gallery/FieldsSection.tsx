import { useState } from 'react'
import { Button } from '../Button/Button.tsx'
import { CapacityField } from '../CapacityField/CapacityField.tsx'
import { ComboBox } from '../ComboBox/ComboBox.tsx'
import { FolderOpen, HardDrive, Network } from '../icons.ts'
import { NumberField } from '../NumberField/NumberField.tsx'
import { SearchField } from '../SearchField/SearchField.tsx'
import { Select } from '../Select/Select.tsx'
import { Slider } from '../Slider/Slider.tsx'
import { TextArea } from '../TextArea/TextArea.tsx'
import { TextField } from '../TextField/TextField.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

const POOLS = [
  { id: 'default', label: 'default', detail: '82.4 GiB free of 120.0 GiB', icon: <HardDrive /> },
  { id: 'nfs', label: 'nfs-images', detail: '1.2 TiB free of 4.0 TiB', icon: <HardDrive /> },
  { id: 'gone', label: 'usb-disk', detail: 'Not active', icon: <HardDrive />, isDisabled: true },
]
const BRIDGES = ['br0', 'br1', 'virbr0', 'docker0'].map(name => ({
  id: name,
  label: name,
  icon: <Network />,
}))
const STEPS = { more: 'More', less: 'Less' }

export function FieldsSection() {
  const [name, setName] = useState('web-01')
  const [path, setPath] = useState('')
  const [keys, setKeys] = useState('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 ada@home')
  const [cpus, setCpus] = useState(4)
  const [pool, setPool] = useState<string | null>('default')
  const [bridge, setBridge] = useState('')
  const [filter, setFilter] = useState('web')
  const [memory, setMemory] = useState(4096)
  const [over, setOver] = useState(14)
  const [quality, setQuality] = useState(60)
  return (
    <div className={styles['section']}>
      <Shown title="Text" isColumn>
        <TextField label="Name" value={name} onChange={setName} description="As the guest’s host knows it" />
        <TextField
          label="Image"
          mono
          value={path}
          onChange={setPath}
          placeholder="/var/lib/libvirt/images/…"
          after={<Button icon={<FolderOpen />}>Browse…</Button>}
        />
        <TextField
          label="Name"
          value="web/01"
          onChange={setName}
          error="A name cannot contain “/”. Use letters, digits, “-” and “.”."
        />
        <TextField label="Address" value="52:54:00:6b:3c:58" mono isDisabled onChange={setName} />
        <TextField label="Password" type="password" value="secret" onChange={setName} />
      </Shown>
      <Shown title="More text" isColumn>
        <TextArea label="SSH keys" mono rows={3} value={keys} onChange={setKeys} description="One a line" />
        <SearchField label="Filter" value={filter} onChange={setFilter} clearLabel="Clear" />
        <SearchField
          label="Filter"
          value={path}
          onChange={setPath}
          clearLabel="Clear"
          placeholder="Filter VMs"
        />
        <ComboBox
          label="Bridge"
          mono
          value={bridge}
          onChange={setBridge}
          options={BRIDGES}
          emptyText="No bridge of this name"
          placeholder="br0"
          description="Of the host"
        />
      </Shown>
      <Shown title="Numbers" isColumn>
        <NumberField label="CPUs" value={cpus} onChange={setCpus} min={1} max={64} {...STEPS} />
        <NumberField
          label="Memory"
          value={memory}
          onChange={setMemory}
          step={256}
          min={256}
          unit="MiB"
          description="26.3 GiB free of 31.2 GiB"
          {...STEPS}
        />
        <NumberField
          label="Size"
          value={400}
          onChange={setMemory}
          unit="GiB"
          error="The pool has 82.4 GiB."
          {...STEPS}
        />
        <NumberField label="Port" value={5900} onChange={setMemory} isDisabled {...STEPS} />
        <Slider label="Quality" value={quality} onChange={setQuality} />
        <Slider label="Volume" value={20} onChange={setQuality} isDisabled />
      </Shown>
      <Shown title="Lists that open" isColumn>
        <Select label="Pool" value={pool} onChange={setPool} options={POOLS} />
        <Select
          label="Volume"
          value={null}
          onChange={setPool}
          options={POOLS}
          placeholder="Choose a volume"
          error="Choose the volume to start from."
        />
        <Select label="Format" value="default" onChange={setPool} options={POOLS} isDisabled />
      </Shown>
      <Shown title="Capacity" isWide isColumn>
        <CapacityField
          label="Memory"
          value={memory}
          onChange={setMemory}
          min={256}
          max={32768}
          used={12288}
          step={256}
          unit="MiB"
          legend={{ requested: 'This VM 4.0 GiB', used: 'In use 12.0 GiB', free: 'Free 16.0 GiB' }}
          {...STEPS}
        />
        <CapacityField
          label="CPUs"
          value={over}
          onChange={setOver}
          min={1}
          max={16}
          used={6}
          legend={{ requested: 'This VM 14', used: 'In use 6', free: 'Free 10' }}
          description="More than the host has free: this VM and others will wait for each other."
          {...STEPS}
        />
        <CapacityField
          label="Disk"
          value={500}
          onChange={setOver}
          max={120}
          used={38}
          unit="GiB"
          legend={{ requested: 'This disk 500.0 GiB', used: 'In use 38.0 GiB', free: 'Free 82.0 GiB' }}
          error="The pool has 82.0 GiB free."
          {...STEPS}
        />
      </Shown>
    </div>
  )
}
