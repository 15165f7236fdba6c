import { useState } from 'react'
import { AlertDialog } from '../AlertDialog/AlertDialog.tsx'
import { Button } from '../Button/Button.tsx'
import { Dialog } from '../Dialog/Dialog.tsx'
import { IconButton } from '../IconButton/IconButton.tsx'
import {
  Camera,
  ChevronDown,
  Copy,
  Ellipsis,
  List,
  Maximize,
  Monitor,
  Pause,
  Play,
  Plus,
  Power,
  RotateCw,
  Settings,
  Trash2,
} from '../icons.ts'
import { MenuButton } from '../Menu/Menu.tsx'
import { SegmentedControl } from '../SegmentedControl/SegmentedControl.tsx'
import { SplitButton } from '../SplitButton/SplitButton.tsx'
import { TextField } from '../TextField/TextField.tsx'
import { ToggleButton } from '../ToggleButton/ToggleButton.tsx'
import { Toolbar } from '../Toolbar/Toolbar.tsx'
import { Tooltip } from '../Tooltip/Tooltip.tsx'
import styles from './Gallery.module.css'
import { Shown } from './Shown.tsx'

const nothing = () => undefined
const reason = 'This host is read only for you.'

const ENTRIES = [
  { id: 'reboot', label: 'Restart', icon: <RotateCw />, shortcut: 'Ctrl+Shift+R' },
  { id: 'reset', label: 'Reset', description: 'As the button on the case does' },
  { id: 'line', separator: true as const },
  { id: 'snapshot', label: 'Take snapshot', icon: <Camera />, shortcut: 'Ctrl+T', disabledReason: reason },
  { id: 'force', label: 'Force off', icon: <Power />, shortcut: 'Ctrl+Shift+F', danger: true },
]

export function ButtonsSection() {
  const [view, setView] = useState('list')
  const [scale, setScale] = useState('fit')
  const [isOn, setOn] = useState(true)
  const [dialog, setDialog] = useState<'plain' | 'alert' | null>(null)
  const [name, setName] = useState('web-01')
  return (
    <div className={styles['section']}>
      <Shown title="Buttons">
        <Button variant="primary" icon={<Plus />}>
          New VM
        </Button>
        <Button icon={<Pause />}>Pause</Button>
        <Button>Import…</Button>
        <Button variant="quiet">Cancel</Button>
        <Button variant="danger" icon={<Trash2 />}>
          Delete VM
        </Button>
      </Shown>
      <Shown title="Sizes">
        <Button size="small">Small</Button>
        <Button>Normal</Button>
        <Button size="large">Large</Button>
        <Button size="small" variant="primary" icon={<Plus />}>
          Small
        </Button>
        <Button size="large" variant="primary" icon={<Plus />}>
          Large
        </Button>
      </Shown>
      <Shown title="Pending, disabled, disabled with a reason">
        <Button variant="primary" isPending pendingLabel="Creating">
          Create VM
        </Button>
        <Button isPending pendingLabel="Starting">
          Start
        </Button>
        <Button isDisabled>Disabled</Button>
        <Button variant="primary" isDisabled>
          Disabled
        </Button>
        <Button disabledReason={reason} icon={<Play />}>
          Start
        </Button>
      </Shown>
      <Shown title="Icon buttons and tooltips">
        <IconButton icon={<Settings />} label="Settings" shortcut="Ctrl+," onPress={nothing} />
        <IconButton icon={<Copy />} label="Copy" size="small" onPress={nothing} />
        <IconButton icon={<Play />} label="Start" variant="default" onPress={nothing} />
        <IconButton icon={<Plus />} label="New VM" variant="primary" onPress={nothing} />
        <IconButton icon={<Trash2 />} label="Delete" isDisabled onPress={nothing} />
        <IconButton icon={<Camera />} label="Take snapshot" disabledReason={reason} onPress={nothing} />
        <Tooltip text="Tells more than the button does">
          <Button>With a tooltip</Button>
        </Tooltip>
      </Shown>
      <Shown title="Menus and split buttons">
        <MenuButton label="More" icon={<Ellipsis />} entries={ENTRIES} onAction={nothing} />
        <MenuButton
          label="Send key"
          text="Send key"
          icon={<ChevronDown />}
          entries={ENTRIES}
          onAction={nothing}
        />
        <SplitButton
          icon={<Power />}
          onPress={nothing}
          menuLabel="More ways to stop"
          entries={ENTRIES}
          onAction={nothing}
        >
          Shut down
        </SplitButton>
        <SplitButton
          variant="primary"
          icon={<Play />}
          onPress={nothing}
          menuLabel="More ways to start"
          entries={ENTRIES}
          onAction={nothing}
        >
          Start
        </SplitButton>
        <SplitButton
          disabledReason={reason}
          onPress={nothing}
          menuLabel="More ways to save"
          entries={ENTRIES}
          onAction={nothing}
        >
          Save
        </SplitButton>
      </Shown>
      <Shown title="Toggles and segments">
        <ToggleButton label="Capture keys" isSelected={isOn} onChange={setOn} />
        <ToggleButton label="Full screen" icon={<Maximize />} isIconOnly isSelected={isOn} onChange={setOn} />
        <ToggleButton label="Follow" isSelected={!isOn} onChange={on => setOn(!on)} />
        <SegmentedControl
          label="View"
          value={view}
          onChange={setView}
          options={[
            { id: 'list', label: 'List', icon: <List />, isIconOnly: true },
            { id: 'screens', label: 'Screens', icon: <Monitor />, isIconOnly: true },
          ]}
        />
        <SegmentedControl
          label="Scale"
          value={scale}
          onChange={setScale}
          options={[
            { id: 'fit', label: 'Fit' },
            { id: 'one', label: '1:1' },
            { id: 'resize', label: 'Resize guest', isDisabled: true },
          ]}
        />
      </Shown>
      <Shown title="Toolbar" isWide>
        <div style={{ flex: 1, border: '1px solid var(--border)' }}>
          <Toolbar label="VM" end={<IconButton icon={<Settings />} label="Hardware" onPress={nothing} />}>
            <Button icon={<Pause />}>Pause</Button>
            <SplitButton
              icon={<Power />}
              onPress={nothing}
              menuLabel="More ways to stop"
              entries={ENTRIES}
              onAction={nothing}
            >
              Shut down
            </SplitButton>
            <IconButton icon={<Camera />} label="Take snapshot" onPress={nothing} />
          </Toolbar>
        </div>
      </Shown>
      <Shown title="Dialogs">
        <Button onPress={() => setDialog('plain')}>Rename…</Button>
        <Button onPress={() => setDialog('alert')}>Delete…</Button>
        {dialog === 'plain' && (
          <Dialog
            title="Rename VM"
            cancelLabel="Cancel"
            confirmLabel="Rename"
            onClose={() => setDialog(null)}
            onConfirm={() => setDialog(null)}
            isConfirmDisabled={name === ''}
          >
            <TextField label="Name" value={name} onChange={setName} autoFocus />
          </Dialog>
        )}
        {dialog === 'alert' && (
          <AlertDialog
            title="Delete web-01 and its disk?"
            cancelLabel="Cancel"
            confirmLabel="Delete VM and 1 disk"
            onClose={() => setDialog(null)}
            onConfirm={() => setDialog(null)}
            typeToConfirm={{ label: 'Type web-01 to confirm', text: 'web-01' }}
          >
            <p>The disk vda.qcow2 (40.0 GiB) goes with it and cannot be brought back.</p>
          </AlertDialog>
        )}
      </Shown>
    </div>
  )
}
