// Which of the guest's monitors a console shows, and how: one, or all side by side.
import { useState } from 'react'
import type { Monitor } from './display.ts'

export type MonitorView = { readonly kind: 'one'; readonly id: string } | { readonly kind: 'sideBySide' }

export interface Monitors {
  readonly all: readonly Monitor[]
  readonly view: MonitorView
  readonly shown: readonly Monitor[]
  learn(all: readonly Monitor[]): void
  choose(view: MonitorView): void
}

/** Until another is chosen, the first. */
const FIRST: MonitorView = { kind: 'one', id: '' }

export function useMonitors(): Monitors {
  const [all, learn] = useState<readonly Monitor[]>([])
  const [chosen, choose] = useState(FIRST)
  // A guest that has one monitor left shows that.
  const view = all.length > 1 ? chosen : FIRST
  const one = view.kind === 'one' ? (all.find(({ id }) => id === view.id) ?? all[0]) : all[0]
  const ones = one ? [one] : []
  return {
    all,
    view: view.kind === 'one' ? { kind: 'one', id: one?.id ?? '' } : view,
    shown: view.kind === 'sideBySide' ? all : ones,
    learn,
    choose,
  }
}
