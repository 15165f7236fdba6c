// Electron's way to write keys, and the one in which pages report them: `CmdOrCtrl+Shift+K` → `Ctrl+Shift+K`.

const MODIFIERS: Readonly<Record<string, string>> = {
  cmdorctrl: 'Ctrl',
  commandorcontrol: 'Ctrl',
  ctrl: 'Ctrl',
  control: 'Ctrl',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'AltGraph',
  shift: 'Shift',
  super: 'Meta',
  meta: 'Meta',
  cmd: 'Meta',
  command: 'Meta',
}
const KEYS: Readonly<Record<string, string>> = {
  plus: '+',
  esc: 'Escape',
  return: 'Enter',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
  del: 'Delete',
}
const ORDER = ['Ctrl', 'Alt', 'Shift', 'Meta', 'AltGraph']

export function normaliseAccelerator(accelerator: string): string {
  const parts = accelerator.split('+')
  const key = parts.pop() ?? ''
  const modifiers = parts.map(part => MODIFIERS[part.toLowerCase()] ?? part)
  const known = KEYS[key.toLowerCase()] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [...ORDER.filter(name => modifiers.includes(name)), known].join('+')
}
