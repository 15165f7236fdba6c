// Power actions by the user's hand: done at once, or after a question where the settings have one.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { PowerActionId } from '../../preload/actions.ts'
import type { Settings } from '../../preload/model/settings.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from './client.ts'
import { settingsNow } from './mirror.ts'

type Group = Settings['askedBefore'][number]

/** Those that are not there ask nothing: nothing is lost or interrupted by them. */
const GROUPS: Partial<Record<PowerActionId, Group>> = {
  'vm.forceOff': 'forceOff',
  'vm.reset': 'forceOff',
  'vm.discardSaved': 'forceOff',
  'vm.shutdown': 'shutdown',
  'vm.reboot': 'shutdown',
  'vm.save': 'shutdown',
  'vm.pause': 'pause',
}

export interface AskedPower {
  readonly id: PowerActionId
  readonly vm: Vm
}

const store = createStore<{ readonly asked: AskedPower | null }>(() => ({ asked: null }))

export function doPower(id: PowerActionId, vm: Vm): void {
  const group = GROUPS[id]
  if (group && settingsNow()?.askedBefore.includes(group)) store.setState({ asked: { id, vm } })
  else void ask(id, { host: vm.host, vm: vm.uuid })
}

/** What the question that is open is about. */
export function useAskedPower(): AskedPower | null {
  return useStore(store, ({ asked }) => asked)
}

export function answerPower(isYes: boolean): void {
  const { asked } = store.getState()
  store.setState({ asked: null })
  if (isYes && asked) void ask(asked.id, { host: asked.vm.host, vm: asked.vm.uuid })
}
