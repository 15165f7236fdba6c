// Where toasts show: at the bottom, above everything. F6 goes there. Time stands still under the pointer or focus.
import {
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Button } from '../Button/Button.tsx'
import { CircleCheck, X } from '../icons.ts'
import type { ToastQueue } from './queue.ts'
import styles from './Toasts.module.css'

interface Props {
  readonly queue: ToastQueue
  readonly label: string
  readonly closeLabel: string
}

export function Toasts({ queue, label, closeLabel }: Props) {
  return (
    <ToastRegion queue={queue} aria-label={label} className={styles['region'] ?? ''}>
      {({ toast }) => {
        const { text, action } = toast.content
        return (
          <AriaToast toast={toast} className={styles['toast'] ?? ''}>
            <CircleCheck aria-hidden className={styles['icon']} />
            <ToastContent className={styles['content'] ?? ''}>
              <Text slot="title">{text}</Text>
            </ToastContent>
            {action && (
              <Button
                size="small"
                onPress={() => {
                  action.onPress()
                  queue.close(toast.key)
                }}
              >
                {action.label}
              </Button>
            )}
            <Button
              slot="close"
              variant="quiet"
              size="small"
              icon={<X aria-hidden />}
              aria-label={closeLabel}
            />
          </AriaToast>
        )
      }}
    </ToastRegion>
  )
}
