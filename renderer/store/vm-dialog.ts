// Which VM the user is asked about, and what; null while nobody asks.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Vm } from '../../preload/model/vm.ts'

type Question = 'delete' | 'rename' | 'clone' | 'backup' | 'dump' | 'saveFile' | 'restoreFile' | 'savedXml'

const store = createStore<{ readonly asked: { readonly what: Question; readonly vm: Vm } | null }>(() => ({
  asked: null,
}))

export function askAbout(what: Question, vm: Vm): void {
  store.setState({ asked: { what, vm } })
}

export function stopAsking(): void {
  store.setState({ asked: null })
}

/** The VM, while that question about it is open. */
export function useAsked(what: Question): Vm | null {
  return useStore(store, ({ asked }) => (asked?.what === what ? asked.vm : null))
}
