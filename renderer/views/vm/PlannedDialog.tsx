// A dialog of something that is judged first: while main looks it waits, then it says why not, or what would happen.
import { type ReactNode, useEffect, useState } from 'react'
import type { AppError } from '../../../preload/model/error.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Label } from '../../../preload/model/task.ts'
import { errorOf, useWords } from '../../store/words.ts'
import { Dialog } from '../../ui/Dialog/Dialog.tsx'
import page from '../page.module.css'
import { ErrorBanner } from './ErrorBanner.tsx'
import { RefusedJob } from './RefusedJob.tsx'

interface Judged {
  /** A key below `error.disk`. */
  readonly refusal: Label | null
}

interface Asked<Plan> {
  readonly plan: Plan | null
  readonly error: AppError | null
}

/** Asked once, when the dialog opens. */
export function usePlan<Plan>(askForPlan: () => Promise<Plan>): Asked<Plan> {
  const [plan, setPlan] = useState<Plan | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the dialog is for does not change while it is open
  useEffect(() => {
    askForPlan().then(setPlan, reason => setError(errorOf(reason)))
  }, [])
  return { plan, error }
}

interface Props<Plan> extends Asked<Plan> {
  readonly target: VmRef
  readonly title: string
  readonly confirmLabel: string
  /** All that is asked for is there. */
  readonly isComplete?: boolean
  readonly destructive?: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
  /** Of a plan that is not refused. */
  readonly children: (plan: Plan) => ReactNode
}

export function PlannedDialog<Plan extends Judged>({
  plan,
  error,
  target,
  title,
  confirmLabel,
  isComplete = true,
  destructive = false,
  onClose,
  onConfirm,
  children,
}: Props<Plan>) {
  const { t } = useWords()
  return (
    <Dialog
      title={title}
      cancelLabel={t('common.cancel')}
      confirmLabel={confirmLabel}
      isConfirmDisabled={!plan || plan.refusal !== null || !isComplete}
      destructive={destructive}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {error && <ErrorBanner error={error} />}
      {!plan && !error && <p className={page['muted']}>{t('common.loading')}</p>}
      {plan?.refusal && <RefusedJob target={target} refusal={plan.refusal} onStop={onClose} />}
      {plan && !plan.refusal && children(plan)}
    </Dialog>
  )
}
