// The last samples of a share (0…1) as a small area, newest at the right; a gap where nothing is known. Drawn on a
// canvas: a hundred of them change every two seconds.
import { useEffect, useRef } from 'react'
import { onThemeChange } from '../theme-change.ts'
import styles from './Sparkline.module.css'

interface Props {
  readonly values: readonly (number | null)[]
  readonly label: string
  /** How many samples fill the width. */
  readonly span?: number
}

export function Sparkline({ values, label, span = 60 }: Props) {
  const ref = useRef<HTMLCanvasElement>(null)
  const latest = useRef({ values, span })
  useEffect(() => {
    latest.current = { values, span }
    if (ref.current) draw(ref.current, values, span)
  }, [values, span])
  useEffect(() => {
    const canvas = ref.current
    if (!canvas) return
    const paint = () => draw(canvas, latest.current.values, latest.current.span)
    const sizes = new ResizeObserver(paint)
    sizes.observe(canvas)
    const stop = onThemeChange(paint)
    return () => {
      sizes.disconnect()
      stop()
    }
  }, [])
  return <canvas ref={ref} role="img" aria-label={label} className={styles['sparkline']} />
}

function draw(canvas: HTMLCanvasElement, values: Props['values'], span: number): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = window.devicePixelRatio
  const { clientWidth, clientHeight } = canvas
  canvas.width = clientWidth * scale
  canvas.height = clientHeight * scale
  context.scale(scale, scale)
  const shown = values.slice(-span)
  if (shown.length < 2) return
  const step = clientWidth / (span - 1)
  const left = clientWidth - (shown.length - 1) * step
  const y = (value: number) => clientHeight - 1 - Math.min(1, Math.max(0, value)) * (clientHeight - 2)
  const line = new Path2D()
  const area = new Path2D()
  shown.forEach((value, n) => {
    if (value === null) return
    const x = left + n * step
    const isFirst = (shown[n - 1] ?? null) === null
    if (isFirst) {
      line.moveTo(x, y(value))
      area.moveTo(x, clientHeight)
    } else line.lineTo(x, y(value))
    area.lineTo(x, y(value))
    if ((shown[n + 1] ?? null) === null) area.lineTo(x, clientHeight)
  })
  context.strokeStyle = getComputedStyle(canvas).color
  context.lineJoin = 'round'
  context.stroke(line)
  context.globalAlpha = 0.15
  context.fillStyle = context.strokeStyle
  context.fill(area)
}
