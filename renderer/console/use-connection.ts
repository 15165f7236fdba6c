// A console's connection: opened with its frame, opened again where it ends by itself, closed with it.
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../preload/model/error.ts'
import type { GuestTools, LifeEvents } from './display.ts'

export type Connection =
  | { readonly state: 'connecting' | 'connected' }
  | { readonly state: 'ended'; readonly error: AppError | null }

/** After a guest's reboot its display is back at once; a display that stays away is not chased for ever. */
const RECONNECT_MS = 1_500
const RECONNECTS = 3

export interface Opened<T> {
  readonly current: T | null
  readonly connection: Connection
  /** null: no agent answers in the guest. */
  readonly tools: GuestTools | null
  /** Another for each connection: what was told to the one before has to be told again. */
  readonly attempt: object
  reconnect(): void
}

/**
 * @param open makes the console in the frame; called anew for each connection
 * @param isTaken whether somebody else has it now: then it is not taken back without being asked
 */
export function useConnection<T extends { close(): void }>(
  frame: RefObject<HTMLElement | null>,
  open: (frame: HTMLElement, events: LifeEvents) => T,
  isTaken = false,
): Opened<T> {
  const opened = useRef<T | null>(null)
  const opening = useRef(open)
  opening.current = open
  const taken = useRef(isTaken)
  taken.current = isTaken
  const [connection, setConnection] = useState<Connection>({ state: 'connecting' })
  const [tools, setTools] = useState<GuestTools | null>(null)
  const [attempt, setAttempt] = useState({ byItself: 0 })

  useEffect(() => {
    if (!frame.current) return
    setConnection({ state: 'connecting' })
    let over = false
    let timer: number | undefined
    opened.current = opening.current(frame.current, {
      onConnected: () => {
        if (!over) setConnection({ state: 'connected' })
      },
      onTools: now => {
        if (!over) setTools(now)
      },
      onEnded: error => {
        if (over) return
        setTools(null)
        setConnection({ state: 'ended', error })
        if (attempt.byItself >= RECONNECTS) return
        timer = window.setTimeout(() => {
          if (!taken.current) setAttempt({ byItself: attempt.byItself + 1 })
        }, RECONNECT_MS)
      },
    })
    return () => {
      over = true
      window.clearTimeout(timer)
      opened.current?.close()
      opened.current = null
    }
  }, [frame, attempt])

  return {
    get current() {
      return opened.current
    },
    connection,
    tools,
    attempt,
    reconnect: () => setAttempt({ byItself: 0 }),
  }
}
