// A state as a shape and a colour; the word stands beside it, or is its label.
import styles from './StateMark.module.css'

export type Mark = 'running' | 'paused' | 'saved' | 'off' | 'crashed' | 'unknown' | 'busy'

interface Props {
  readonly mark: Mark
  /** Said by screen readers; leave it out where the word stands beside the mark. */
  readonly label?: string
}

export function StateMark({ mark, label }: Props) {
  return (
    <svg
      viewBox="0 0 12 12"
      className={`${styles['mark']} ${styles[mark]}`}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {SHAPES[mark]}
    </svg>
  )
}

const SHAPES: Readonly<Record<Mark, React.ReactNode>> = {
  running: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  paused: <path d="M3 2h2v8H3zM7 2h2v8H7z" fill="currentColor" />,
  saved: (
    <>
      <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 2a4 4 0 0 0 0 8z" fill="currentColor" />
    </>
  ),
  off: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  crashed: <path d="M6 1 11.5 11H.5z" fill="currentColor" />,
  unknown: (
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />
  ),
  busy: (
    <path
      d="M6 1.5A4.5 4.5 0 1 1 1.5 6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  ),
}
