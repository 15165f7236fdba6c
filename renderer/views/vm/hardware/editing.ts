// What is being edited of a machine's hardware: the definition as it was read, the changes that wait for Apply, and
// what another program changed meanwhile. Changes outlive a visit to another tab.
import { useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { AppError } from '../../../../preload/model/error.ts'
import {
  changeKey,
  type Device,
  deviceKey,
  type Hardware,
  type HardwareChange,
  type HardwareOptions,
} from '../../../../preload/model/hardware.ts'
import { objectKey, type TaskId, type VmRef } from '../../../../preload/model/ids.ts'
import type { TrialWish } from '../../../../preload/model/trial.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'
import { errorOf } from '../../../store/words.ts'

const NONE: readonly HardwareChange[] = []
const store = createStore<Readonly<Record<string, readonly HardwareChange[]>>>(() => ({}))

/** What another program did while changes waited here. */
export interface Theirs {
  readonly before: string
  readonly after: string
}

export interface Outcome {
  readonly onDone?: () => void
  readonly onFailed?: (error: AppError) => void
}

export interface Editing {
  readonly target: VmRef
  readonly hardware: Hardware
  readonly options: HardwareOptions | null
  readonly pending: readonly HardwareChange[]
  readonly theirs: Theirs | null
  readonly isBusy: boolean
  readonly error: AppError | null
  /** Changes that wait for Apply. One that says what is so already takes its like off the list. */
  readonly change: (...changes: readonly HardwareChange[]) => void
  readonly drop: (change: HardwareChange) => void
  readonly discard: () => void
  readonly apply: (trial: TrialWish | null) => void
  /** At once, whatever waits: what a dialog was opened for. `onDone` is called when it is done, `onFailed` when not. */
  readonly run: (change: HardwareChange, trial?: TrialWish | null, outcome?: Outcome) => void
  readonly acceptTheirs: () => void
}

export function useEditing(vm: Vm): Editing | { readonly hardware: null; readonly error: AppError | null } {
  const { host, uuid } = vm
  const key = objectKey(host, uuid)
  const pending = useStore(store, all => all[key] ?? NONE)
  const [hardware, setHardware] = useState<Hardware | null>(null)
  const [options, setOptions] = useState<HardwareOptions | null>(null)
  const [theirs, setTheirs] = useState<Theirs | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const seen = useRef<Hardware | null>(null)

  const show = useCallback(
    (next: Hardware, isOurs: boolean) => {
      const last = seen.current
      seen.current = next
      setHardware(next)
      const waits = (store.getState()[key] ?? NONE).length > 0
      if (last && last.revision !== next.revision && waits && !isOurs)
        setTheirs(known => ({ before: known?.before ?? last.definition, after: next.definition }))
    },
    [key],
  )
  const loads = useRef(0)
  const load = useCallback(
    (isOurs: boolean) => {
      const mine = ++loads.current
      return ask('vm.hardware', { host, vm: uuid }).then(
        // An answer that was overtaken by a later one is of an older definition.
        next => {
          if (mine === loads.current) show(next, isOurs)
        },
        reason => setError(errorOf(reason)),
      )
    },
    [host, uuid, show],
  )
  const applying = useApplying(load)
  const isOurs = applying.isBusy
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again whenever the machine changes
  useEffect(() => void load(isOurs), [vm, load])
  useEffect(() => {
    ask('vm.hardwareOptions', { host, vm: uuid }).then(setOptions, () => setOptions(null))
  }, [host, uuid])

  if (!hardware) return { hardware, error }
  const start = (changes: readonly HardwareChange[], trial: TrialWish | null, outcome: Outcome) => {
    setError(null)
    const base = hardware.revision
    const request = { host, vm: uuid, base, changes: [...changes], ...(trial && { trial }) }
    ask('vm.change', request).then(
      ({ task }) => applying.follow(task, outcome),
      reason => setError(errorOf(reason)),
    )
  }
  return {
    target: { host, vm: uuid },
    hardware,
    options,
    pending,
    theirs,
    isBusy: applying.isBusy,
    error,
    change: (...changes) => setPending(key, merge(pending, changes, hardware)),
    drop: change =>
      setPending(
        key,
        pending.filter(other => other !== change),
      ),
    discard: () => {
      setPending(key, NONE)
      setTheirs(null)
    },
    apply: trial => start(pending, trial, { onDone: () => setPending(key, NONE) }),
    run: (change, trial = null, outcome = {}) => start([change], trial, outcome),
    acceptTheirs: () => setTheirs(null),
  }
}

/** Follows the task that applies changes. */
function useApplying(load: (isOurs: boolean) => Promise<void>) {
  const [following, setFollowing] = useState<{ task: TaskId; outcome: Outcome } | null>(null)
  const task = useMirror(state => (following ? state.objects.task[following.task] : undefined))
  const ended = task !== undefined && task.endedAt !== null
  const isDone = task?.state === 'done'
  const failure = task?.error ?? null
  useEffect(() => {
    if (!following || !ended) return
    if (isDone) following.outcome.onDone?.()
    else if (failure) following.outcome.onFailed?.(failure)
    // A failure may be another program's change: then it is theirs.
    void load(isDone).then(() => setFollowing(null))
  }, [following, ended, isDone, failure, load])
  return {
    isBusy: following !== null,
    follow: (id: TaskId, outcome: Outcome) => setFollowing({ task: id, outcome }),
  }
}

function setPending(key: string, changes: readonly HardwareChange[]): void {
  store.setState({ [key]: changes })
}

function merge(
  pending: readonly HardwareChange[],
  changes: readonly HardwareChange[],
  hardware: Hardware,
): readonly HardwareChange[] {
  const replaced = new Set(changes.map(changeKey))
  const kept = pending.filter(change => {
    const key = changeKey(change)
    return key === null || !replaced.has(key)
  })
  return [...kept, ...changes.filter(change => !isSo(change, hardware))]
}

/** Whether the definition says that already. */
function isSo(change: HardwareChange, { devices, bootOrder }: Hardware): boolean {
  if (change.do === 'bootOrder')
    return change.devices.map(deviceKey).join() === bootOrder.map(deviceKey).join()
  if (change.do !== 'set' && change.do !== 'nicSource') return false
  const device = devices.find(other => deviceKey(other) === deviceKey(change.device))
  if (change.do === 'set') return device?.values[change.field] === change.value
  return JSON.stringify(device?.source) === JSON.stringify(change.source)
}

export function hasSpice(devices: readonly Device[]): boolean {
  return devices.some(({ kind, type }) => kind === 'graphics' && type === 'spice')
}

/** The value with the pending change over it. */
export function shownValue({ pending }: Editing, device: Device, field: string): string | null {
  const key = changeKey({ do: 'set', device, field, value: null })
  const change = pending.find(other => changeKey(other) === key)
  return change?.do === 'set' ? change.value : (device.values[field] ?? null)
}

export function setterOf({ change }: Editing, { kind, key }: Device, field: string) {
  return (value: string | null) => change({ do: 'set', device: { kind, key }, field, value })
}
