// The problem of a field, in words.
import type { CreatePlan } from '../../../preload/model/draft.ts'
import { errorText, useWords } from '../../store/words.ts'

/** @returns the text for a field of the draft, or for one inside it */
export function useProblem(plan: CreatePlan | null): (path: string) => string | undefined {
  const { t } = useWords()
  return path => {
    const found = plan?.problems.find(problem => problem.path === path || problem.path.startsWith(`${path}.`))
    return found && errorText(found.error, t)
  }
}
