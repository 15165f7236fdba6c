// Where the window is: one value, with the way back and forth.
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { HostId, Uuid } from '../../preload/model/ids.ts'

export type VmTab = 'console' | 'overview' | 'hardware' | 'snapshots' | 'xml'

export type Route =
  | { readonly at: 'home' }
  | { readonly at: 'host'; readonly host: HostId }
  | { readonly at: 'vm'; readonly host: HostId; readonly vm: Uuid; readonly tab: VmTab | null }
  | { readonly at: 'new'; readonly host: HostId | null }
  | { readonly at: 'wall' }
  | { readonly at: 'connect' }
  | { readonly at: 'readiness' }
  | { readonly at: 'activity' }
  | { readonly at: 'settings' }

const KEPT = 50

interface Way {
  readonly past: readonly Route[]
  readonly now: Route
  readonly ahead: readonly Route[]
}

const store = createStore<Way>(() => ({ past: [], now: { at: 'home' }, ahead: [] }))

export function useRoute(): Route {
  return useStore(store, way => way.now)
}

export function useCanGo(): { readonly back: boolean; readonly forward: boolean } {
  const back = useStore(store, way => way.past.length > 0)
  const forward = useStore(store, way => way.ahead.length > 0)
  return { back, forward }
}

export function go(route: Route): void {
  store.setState(({ past, now }) => ({ past: [...past, now].slice(-KEPT), now: route, ahead: [] }))
}

/** Another view of the same thing is no step of the way. */
export function replace(route: Route): void {
  store.setState({ now: route })
}

export function goBack(): void {
  store.setState(({ past, now, ahead }) => {
    const last = past.at(-1)
    return last ? { past: past.slice(0, -1), now: last, ahead: [now, ...ahead] } : { now }
  })
}

export function goForward(): void {
  store.setState(({ past, now, ahead }) => {
    const [next, ...rest] = ahead
    return next ? { past: [...past, now], now: next, ahead: rest } : { now }
  })
}
