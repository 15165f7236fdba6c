// What is chosen for a console and kept for its machine. A display that is no machine's of ours, such as a .vv file's, has
// no key (null): what is chosen for it holds as long as its window is open.
import { useState } from 'react'
import { MOST_MACHINES, type Settings } from '../../preload/model/settings.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'

type ByMachine = 'machineScales' | 'machineScreens'
type Choice<K extends ByMachine> = Settings[K][string]
type Switches = 'sharedClipboards' | 'microphones'

/** @returns what was chosen, or null; chooses, null for nothing any more */
export function useKeptChoice<K extends ByMachine>(
  machine: string | null,
  setting: K,
): [choice: Choice<K> | null, choose: (choice: Choice<K> | null) => void] {
  const all = useMirror(state => state.settings[setting]) as Readonly<Record<string, Choice<K>>>
  const [own, setOwn] = useState<Choice<K> | null>(null)
  if (machine === null) return [own, setOwn]
  const choose = (choice: Choice<K> | null) => {
    const others = Object.entries(all).filter(([key]) => key !== machine)
    const kept = choice === null ? others : [...others, [machine, choice] as const].slice(-MOST_MACHINES)
    void ask('settings.change', { [setting]: Object.fromEntries(kept) })
  }
  return [all[machine] ?? null, choose]
}

/** Whether this machine is among those of a setting, and how to change that. */
export function useKeptSwitch(
  machine: string | null,
  setting: Switches,
): [isOn: boolean, setOn: (on: boolean) => void] {
  const all = useMirror(state => state.settings[setting])
  const [own, setOwn] = useState(false)
  if (machine === null) return [own, setOwn]
  const setOn = (on: boolean) => {
    const others = all.filter(key => key !== machine)
    void ask('settings.change', { [setting]: on ? [...others, machine] : others })
  }
  return [all.includes(machine), setOn]
}
