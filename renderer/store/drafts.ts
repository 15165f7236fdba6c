// Drafts of new machines that are not on the screen: what was begun for another host, and what Create was tried with.
// They last as long as the window.
import type { VmDraft } from '../../preload/model/draft.ts'
import type { HostId, TaskId } from '../../preload/model/ids.ts'

const begun = new Map<HostId, VmDraft>()
const tried = new Map<TaskId, VmDraft>()

/** The next wizard for the draft's host opens with it. */
export function leaveDraft(draft: VmDraft): void {
  begun.set(draft.host, draft)
}

export function takeDraft(host: HostId): VmDraft | null {
  const draft = begun.get(host) ?? null
  begun.delete(host)
  return draft
}

/** What a task makes a machine of: should it fail, nothing has to be typed again. */
export function rememberTried(task: TaskId, draft: VmDraft): void {
  tried.set(task, draft)
}

export function triedDraft(task: TaskId): VmDraft | null {
  return tried.get(task) ?? null
}
