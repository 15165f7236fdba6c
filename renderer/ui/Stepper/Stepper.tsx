// The steps of something longer: where one is, what is done, what needs another look. Every step can be gone to.
import { Button } from 'react-aria-components'
import { classes } from '../classes.ts'
import { Check, CircleAlert } from '../icons.ts'
import { VisuallyHidden } from '../VisuallyHidden/VisuallyHidden.tsx'
import styles from './Stepper.module.css'

interface Step {
  readonly id: string
  readonly title: string
  readonly state: 'done' | 'current' | 'todo' | 'error'
  /** The state in words, for screen readers. */
  readonly stateLabel: string
}

interface Props {
  readonly label: string
  readonly steps: readonly Step[]
  readonly onGo: (id: string) => void
}

export function Stepper({ label, steps, onGo }: Props) {
  return (
    <nav aria-label={label}>
      <ol className={styles['list']}>
        {steps.map((step, at) => (
          <li key={step.id}>
            <Button
              onPress={() => onGo(step.id)}
              className={classes(styles['step'], styles[step.state])}
              {...(step.state === 'current' && { 'aria-current': 'step' })}
            >
              <span className={styles['mark']} aria-hidden>
                {step.state === 'done' ? <Check /> : step.state === 'error' ? <CircleAlert /> : at + 1}
              </span>
              <span className={styles['title']}>{step.title}</span>
              <VisuallyHidden>{step.stateLabel}</VisuallyHidden>
            </Button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
