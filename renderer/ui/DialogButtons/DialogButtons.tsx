// The buttons of a dialog in the platform's order: the one that does it comes last on Linux and macOS, first on
// Windows. The one place that knows.
import type { ReactNode } from 'react'
import styles from './DialogButtons.module.css'

interface Props {
  readonly cancel: ReactNode
  readonly confirm?: ReactNode
}

export function DialogButtons({ cancel, confirm }: Props) {
  return (
    <div className={styles['buttons']}>
      {isWindows() ? (
        <>
          {confirm}
          {cancel}
        </>
      ) : (
        <>
          {cancel}
          {confirm}
        </>
      )}
    </div>
  )
}

function isWindows(): boolean {
  return navigator.userAgent.includes('Windows')
}
