// The mark of each state.
import type { VmState } from '../../../preload/model/vm.ts'
import type { Mark } from '../../ui/StateMark/StateMark.tsx'

const MARKS: Readonly<Record<VmState, Mark>> = {
  running: 'running',
  paused: 'paused',
  saved: 'saved',
  off: 'off',
  'shutting-down': 'busy',
  crashed: 'crashed',
  suspended: 'saved',
  unknown: 'unknown',
}

export function markOf(state: VmState): Mark {
  return MARKS[state]
}
