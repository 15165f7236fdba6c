// A console that fills a screen: this window's, or another one that was chosen. The page as a whole fills it, so that menus
// and dialogs are seen there, too; the console lies over the rest of the page, which is hidden (ConsolePage.module.css).
import { useEffect, useState } from 'react'
import type { Screen, ScreenId } from '../../preload/model/screen.ts'
import { ask } from '../store/client.ts'
import { useMirror } from '../store/mirror.ts'
import { hostKey } from './host-keys.ts'
import { useKeptChoice } from './kept-choices.ts'
import { SCANCODES } from './spice/scancodes.ts'

export interface FullScreen {
  readonly isFull: boolean
  /** This computer's, from left to right. */
  readonly screens: readonly Screen[]
  /** Which one it fills; null: the one that it is on, as when the chosen one is gone. */
  readonly chosen: ScreenId | null
  /** Whether the guest has the keyboard: it is to have all keys then. */
  setGrabbed(grabbed: boolean): void
  toggle(): void
  /** Fills that one, and from now on always that. */
  fill(screen: ScreenId | null): void
}

/** @param machine its key, or null: see kept-choices.ts */
export function useFullScreen(machine: string | null): FullScreen {
  const known = useMirror(state => state.objects.screen)
  const [kept, keep] = useKeptChoice(machine, 'machineScreens')
  const [isFull, setFull] = useState(false)
  const [isGrabbed, setGrabbed] = useState(false)
  useLeaving(isFull, setFull)
  useGuestKeys(isFull, isGrabbed)
  const screens = Object.values(known).sort((a, b) => a.x - b.x || a.y - b.y)
  const chosen = screens.find(({ id }) => id === kept)?.id ?? null
  const enter = async (screen: ScreenId | null) => {
    if (screen !== null) await ask('window.toScreen', { screen })
    setFull(true)
    await document.documentElement.requestFullscreen().catch(() => setFull(false))
  }
  return {
    isFull,
    screens,
    chosen,
    setGrabbed,
    toggle: () => void (isFull ? document.exitFullscreen() : enter(chosen)),
    fill: screen => {
      keep(screen)
      void enter(screen)
    },
  }
}

/** It ends by whatever ends it; by F11, wherever on the page the keyboard is; and with the console. */
function useLeaving(isFull: boolean, setFull: (full: boolean) => void): void {
  useEffect(() => {
    if (!isFull) return
    const over = new AbortController()
    const { signal } = over
    const leave = () => {
      if (document.fullscreenElement) void document.exitFullscreen()
    }
    const changed = () => {
      if (!document.fullscreenElement) setFull(false)
    }
    const pressed = (event: KeyboardEvent) => {
      // In the console it is the guest's, or was looked at there.
      const isGuests = event.target instanceof Element && event.target.closest('[data-console]') !== null
      if (event.code !== 'F11' || isGuests) return
      event.preventDefault()
      leave()
    }
    document.addEventListener('fullscreenchange', changed, { signal })
    document.addEventListener('keydown', pressed, { signal })
    return () => {
      over.abort()
      leave()
    }
  }, [isFull, setFull])
}

/**
 * Esc would end it; the desktop's own keys (Alt+Tab, Super) belong to the guest while that has the keyboard, but for those
 * that the settings keep here. Held for two seconds, Esc ends it all the same: that is the browser's.
 */
function useGuestKeys(isFull: boolean, isGrabbed: boolean): void {
  const hostKeys = useMirror(state => state.settings.hostKeys)
  useEffect(() => {
    const { keyboard } = navigator
    if (!isFull || !keyboard) return
    const guests = Object.keys(SCANCODES).filter(code => hostKey(code, hostKeys) === null)
    // A browser that refuses leaves these keys to the desktop.
    void keyboard.lock(isGrabbed ? guests : ['Escape']).catch(() => undefined)
  }, [isFull, isGrabbed, hostKeys])
  useEffect(() => {
    if (isFull) return () => navigator.keyboard?.unlock()
  }, [isFull])
}
