// Which of the guest's monitors a console shows, and how: one, all side by side, or each in a window of its own.
import { useState } from 'react'
import type { Monitor } from './display.ts'

export type MonitorView =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'sideBySide' | 'windows' }

export interface Monitors {
  readonly all: readonly Monitor[]
  readonly view: MonitorView
  /** In the console itself. */
  readonly here: readonly Monitor[]
  /** In windows of their own. */
  readonly elsewhere: readonly Monitor[]
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
    here: view.kind === 'sideBySide' ? all : ones,
    elsewhere: view.kind === 'windows' ? all.slice(1) : [],
    learn,
    choose,
  }
}
