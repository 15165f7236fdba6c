// Two panes and the line between them, which the pointer drags and the arrow keys move. Enter or a double click
// puts it back where it was when the window opened.
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from 'react'
import styles from './Split.module.css'

interface Props {
  /** What the line changes: `Width of the sidebar`. */
  readonly label: string
  /** Of `pane`, in px. */
  readonly size: number
  readonly onResize: (size: number) => void
  readonly min: number
  readonly max: number
  /** Where `pane` stands; `children` take the rest. */
  readonly side?: 'start' | 'end'
  readonly pane: ReactNode
  readonly children: ReactNode
}

const STEP = 8
const LONG_STEP = 48

export function Split({ label, size, onResize, min, max, side = 'start', pane, children }: Props) {
  const id = useId()
  const drag = useRef<{ readonly x: number; readonly size: number } | null>(null)
  const [initial] = useState(size)
  const resize = (wanted: number) => {
    const next = Math.round(Math.min(max, Math.max(min, wanted)))
    if (next !== size) onResize(next)
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, size }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current)
      resize(drag.current.size + (event.clientX - drag.current.x) * outward(event.currentTarget, side))
  }
  const stop = () => {
    drag.current = null
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = (event.shiftKey ? LONG_STEP : STEP) * outward(event.currentTarget, side)
    const sizes: Readonly<Record<string, number>> = {
      ArrowRight: size + step,
      ArrowLeft: size - step,
      Home: min,
      End: max,
      Enter: initial,
    }
    const wanted = sizes[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    resize(wanted)
  }
  const first = (
    <div id={id} key="pane" className={styles['pane']} style={{ width: size }}>
      {pane}
    </div>
  )
  const rest = (
    <div key="rest" className={styles['rest']}>
      {children}
    </div>
  )
  const line = (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be focused; this separator is a control
    <div
      key="line"
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls={id}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      className={styles['line']}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={stop}
      onPointerCancel={stop}
      onDoubleClick={() => resize(initial)}
      onKeyDown={onKeyDown}
    />
  )
  return <div className={styles['split']}>{side === 'start' ? [first, line, rest] : [rest, line, first]}</div>
}

/** 1 where moving right makes the pane wider. */
function outward(element: HTMLElement, side: 'start' | 'end'): 1 | -1 {
  const isRightToLeft = getComputedStyle(element).direction === 'rtl'
  return (side === 'start') === isRightToLeft ? -1 : 1
}
