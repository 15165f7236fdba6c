// Actions by key, by menu and by palette: one table says which there are (preload/actions.ts), one function does
// them. The console keeps every key to itself while it has the focus.
import { useEffect, useState } from 'react'
import {
  ACTIONS,
  type Action,
  type ActionId,
  POWER_ACTIONS,
  type PowerActionId,
} from '../../preload/actions.ts'
import type { Vm } from '../../preload/model/vm.ts'
import { listen } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { doPower } from '../store/power.ts'
import { go, goBack, goForward, type Route, useRoute } from '../store/route.ts'
import { askAbout } from '../store/vm-dialog.ts'

export function useCurrentVm(): Vm | undefined {
  const route = useRoute()
  return useMirror(state => (route.at === 'vm' ? state.objects.vm[`${route.host}/${route.vm}`] : undefined))
}

export function isPower(id: ActionId): id is PowerActionId {
  return (POWER_ACTIONS as readonly string[]).includes(id)
}

/** A dialog of theirs asks for more. */
const ASKED_FIRST: ReadonlySet<ActionId> = new Set([
  'vm.rename',
  'vm.clone',
  'vm.backup',
  'vm.dump',
  'vm.saveFile',
  'vm.restoreFile',
  'vm.savedXml',
])

/** Whether an action can be done now, on the VM that is looked at. */
export function isPossible(id: ActionId, vm: Vm | undefined): boolean {
  const { states }: Action = ACTIONS[id]
  if (id === 'vm.delete') return vm !== undefined
  return !(isPower(id) || ASKED_FIRST.has(id)) || (vm !== undefined && (states?.includes(vm.state) ?? true))
}

export function perform(id: ActionId, vm: Vm | undefined, route: Route, openPalette: () => void): void {
  if (!isPossible(id, vm)) return
  if (vm && isPower(id)) {
    doPower(id, vm)
    return
  }
  switch (id) {
    case 'vm.delete':
      if (vm) askAbout('delete', vm)
      return
    case 'vm.clone':
      if (vm) askAbout('clone', vm)
      return
    case 'vm.backup':
      if (vm) askAbout('backup', vm)
      return
    case 'vm.dump':
      if (vm) askAbout('dump', vm)
      return
    case 'vm.saveFile':
      if (vm) askAbout('saveFile', vm)
      return
    case 'vm.restoreFile':
      if (vm) askAbout('restoreFile', vm)
      return
    case 'vm.savedXml':
      if (vm) askAbout('savedXml', vm)
      return
    case 'vm.rename':
      if (vm) askAbout('rename', vm)
      return
    case 'vm.new':
      return go({ at: 'new', host: 'host' in route ? route.host : null })
    case 'palette':
      return openPalette()
    case 'connect':
    case 'settings':
    case 'readiness':
    case 'wall':
    case 'activity':
      return go({ at: id })
  }
}

/** Listens to keys and to main's menu. */
export function useActions(): { readonly palette: boolean; readonly closePalette: () => void } {
  const [palette, setPalette] = useState(false)
  const route = useRoute()
  const vm = useCurrentVm()
  useEffect(() => {
    const run = (id: ActionId) => perform(id, vm, route, () => setPalette(true))
    const onKey = (event: KeyboardEvent) => {
      if (event.target instanceof Element && event.target.closest('[data-console]')) return
      if (event.altKey && event.key === 'ArrowLeft') return goBack()
      if (event.altKey && event.key === 'ArrowRight') return goForward()
      const id = (Object.keys(ACTIONS) as ActionId[]).find(
        a => shortcutFits(ACTIONS[a], event) && isPossible(a, vm),
      )
      if (!id) return
      event.preventDefault()
      run(id)
    }
    window.addEventListener('keydown', onKey)
    const stop = listen('action.run', id => run(id as ActionId))
    return () => {
      window.removeEventListener('keydown', onKey)
      stop()
    }
  }, [route, vm])
  return { palette, closePalette: () => setPalette(false) }
}

function shortcutFits({ shortcut }: Action, event: KeyboardEvent): boolean {
  if (!shortcut) return false
  const parts = shortcut.split('+')
  const mod = navigator.platform.startsWith('Mac') ? event.metaKey : event.ctrlKey
  return (
    parts.includes('Mod') === mod &&
    parts.includes('Shift') === event.shiftKey &&
    !event.altKey &&
    parts.at(-1)?.toLowerCase() === event.key.toLowerCase()
  )
}
