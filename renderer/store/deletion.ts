// Which VM the user is asked about before it is deleted; null while nobody asks.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Vm } from '../../preload/model/vm.ts'

const store = createStore<{ readonly vm: Vm | null }>(() => ({ vm: null }))

export function askToDelete(vm: Vm | null): void {
  store.setState({ vm })
}

export function useDeletion(): Vm | null {
  return useStore(store, state => state.vm)
}
