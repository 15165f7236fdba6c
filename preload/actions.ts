// Every action of the app as data: menu, palette, context menus and shortcuts read this one table.
import type { VmState } from './model/vm.ts'

export interface Action {
  /** Key into the locales. */
  readonly label: string
  /** `Mod` is Ctrl, or ⌘ on macOS. */
  readonly shortcut?: string
  /** For actions on a VM: the states in which it can be done. */
  readonly states?: readonly VmState[]
  /** Asks first, or takes something away. */
  readonly danger?: boolean
}

export const ACTIONS = {
  'vm.start': { label: 'action.start', shortcut: 'Mod+R', states: ['off', 'saved', 'crashed'] },
  'vm.resume': { label: 'action.resume', shortcut: 'Mod+R', states: ['paused', 'suspended'] },
  'vm.pause': { label: 'action.pause', shortcut: 'Mod+P', states: ['running'] },
  'vm.shutdown': { label: 'action.shutdown', shortcut: 'Mod+Shift+S', states: ['running'] },
  'vm.reboot': { label: 'action.reboot', states: ['running'] },
  'vm.reset': { label: 'action.reset', states: ['running', 'paused'], danger: true },
  'vm.forceOff': {
    label: 'action.forceOff',
    shortcut: 'Mod+Shift+F',
    states: ['running', 'paused', 'suspended', 'shutting-down', 'crashed'],
    danger: true,
  },
  'vm.save': { label: 'action.save', states: ['running', 'paused'] },
  'vm.discardSaved': { label: 'action.discardSaved', states: ['saved'], danger: true },
  'vm.savedXml': { label: 'action.savedXml', states: ['saved'] },
  'vm.backup': { label: 'action.backup', states: ['running', 'paused'] },
  'vm.dump': { label: 'action.dump', states: ['running', 'paused'] },
  'vm.saveFile': { label: 'action.saveFile', states: ['running', 'paused'] },
  'vm.restoreFile': { label: 'action.restoreFile', states: ['off'] },
  'vm.rename': { label: 'action.rename', states: ['off'] },
  'vm.clone': { label: 'action.clone', states: ['off'] },
  'vm.delete': { label: 'action.delete', danger: true },
  'vm.new': { label: 'action.new', shortcut: 'Mod+N' },
  connect: { label: 'action.connect' },
  palette: { label: 'action.palette', shortcut: 'Mod+K' },
  settings: { label: 'action.settings', shortcut: 'Mod+,' },
  readiness: { label: 'action.readiness' },
  wall: { label: 'action.wall' },
  activity: { label: 'action.activity' },
} as const satisfies Readonly<Record<string, Action>>

export type ActionId = keyof typeof ACTIONS

/** The power actions: they are asks of the same name. */
export const POWER_ACTIONS = [
  'vm.start',
  'vm.resume',
  'vm.pause',
  'vm.shutdown',
  'vm.reboot',
  'vm.save',
  'vm.reset',
  'vm.forceOff',
  'vm.discardSaved',
] as const
export type PowerActionId = (typeof POWER_ACTIONS)[number]

/** The power actions that a VM in this state can take, the most wanted first. */
export function powerActions(state: VmState): PowerActionId[] {
  return POWER_ACTIONS.filter(id => (ACTIONS[id].states as readonly VmState[]).includes(state))
}
