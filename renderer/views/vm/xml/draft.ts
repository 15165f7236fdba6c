// A definition that is being written by hand, and the one that it was made of. It outlives a visit to another tab, and
// it is never lost because another program changed the machine meanwhile.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { mergeTexts } from '../../../ui/XmlDiff/merge.ts'

export interface Draft {
  readonly base: string
  readonly text: string
}

const store = createStore<Readonly<Record<string, Draft | undefined>>>(() => ({}))

export interface Drafting {
  readonly text: string
  readonly isChanged: boolean
  /** Three versions, where another program changed the machine meanwhile. */
  readonly conflict: { readonly base: string; readonly mine: string; readonly theirs: string } | null
  /** Both edits as one; null where they are about the same lines. */
  readonly merged: string | null
  readonly write: (text: string) => void
  readonly discard: () => void
  /** Goes on from their version with that text. */
  readonly settle: (text: string) => void
}

/** @param key the machine's key in the mirror; @param definition as it is now */
export function useDraft(key: string, definition: string): Drafting {
  const kept = useStore(store, all => all[key])
  const draft = kept && kept.text !== kept.base ? kept : { base: definition, text: definition }
  const { base, text } = draft
  const isStale = base !== definition && text !== definition
  const set = (next: Draft | undefined) => store.setState({ [key]: next })
  return {
    text,
    isChanged: text !== base,
    conflict: isStale ? { base, mine: text, theirs: definition } : null,
    merged: isStale ? mergeTexts(base, text, definition) : null,
    write: next => set({ base, text: next }),
    discard: () => set(undefined),
    settle: next => set({ base: definition, text: next }),
  }
}
