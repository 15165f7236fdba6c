// The draft of the wizard: one a host, kept for the session, planned by main after every change.
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CreateOptions, CreatePlan, VmDraft } from '../../../preload/model/draft.ts'
import type { AppError } from '../../../preload/model/error.ts'
import type { HostId, TaskId } from '../../../preload/model/ids.ts'
import type { DetectedMedia, OsFacts } from '../../../preload/model/os.ts'
import { ask } from '../../store/client.ts'
import { leaveDraft, rememberTried, takeDraft } from '../../store/drafts.ts'
import { useMirror } from '../../store/mirror.ts'
import { errorOf } from '../../store/words.ts'

/** Typing is planned when it pauses. */
const PAUSE_MS = 200

interface WizardState {
  readonly draft: VmDraft | null
  readonly options: CreateOptions | null
  readonly systems: readonly OsFacts[]
  readonly plan: CreatePlan | null
  readonly media: DetectedMedia | null
  readonly error: AppError | null
}

const EMPTY: WizardState = { draft: null, options: null, systems: [], plan: null, media: null, error: null }
const store = createStore<WizardState>(() => EMPTY)

export function useWizard(): WizardState {
  return useStore(store)
}

/** What the fields of a step are given: the draft and the way to change it. */
export interface Fields {
  readonly draft: VmDraft
  readonly options: CreateOptions
  readonly plan: CreatePlan | null
  readonly change: (change: Partial<VmDraft>) => void
}

export function changeDraft(change: Partial<VmDraft>): void {
  const { draft } = store.getState()
  if (draft) store.setState({ draft: { ...draft, ...change } })
}

/** Another system brings its defaults. */
export async function adoptSystem(osId: string | null): Promise<void> {
  const { draft } = store.getState()
  if (!draft) return
  store.setState({ draft: await ask('create.adopt', { draft, osId }) })
}

/** Another architecture offers other things, and brings defaults of its own. */
export async function chooseArch(arch: string): Promise<void> {
  const { draft } = store.getState()
  if (!draft) return
  const next = { ...draft, arch }
  const [options, adopted] = await Promise.all([
    ask('create.options', { host: draft.host, arch }),
    ask('create.adopt', { draft: next, osId: draft.osId }),
  ])
  store.setState({ options, draft: adopted })
}

/** What a file is; a system that is recognised is adopted. */
export async function inspect(path: string): Promise<void> {
  const { draft } = store.getState()
  if (!draft || path === '') return store.setState({ media: null })
  const media = await ask('create.inspect', { host: draft.host, path }).catch(() => null)
  store.setState({ media })
  const now = store.getState().draft
  if (media?.kind === 'qcow2' && now?.install.kind === 'image') {
    changeDraft({ install: { ...now.install, format: 'qcow2' } })
  }
  if (media?.os && media.os.id !== now?.osId) await adoptSystem(media.os.id)
}

/** The next machine begins anew; what this one was to be is kept until it is there. */
export function draftTried(task: TaskId): void {
  const { draft } = store.getState()
  if (draft) rememberTried(task, draft)
  store.setState(EMPTY, true)
}

/** Loads what the wizard needs for a host, and keeps the plan in step with the draft. */
export function useDraftFor(host: HostId): void {
  const { draft } = useWizard()
  const isReady = useMirror(state => state.objects.host[host]?.connection.state === 'ready')
  useEffect(() => {
    if (isReady && store.getState().draft?.host !== host) void load(host)
  }, [host, isReady])
  useEffect(() => {
    if (!draft) return
    let over = false
    const timer = setTimeout(() => {
      ask('create.plan', { ...draft }).then(
        plan => over || store.setState({ plan, error: null }),
        error => over || store.setState({ error: errorOf(error) }),
      )
    }, PAUSE_MS)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [draft])
}

async function load(host: HostId): Promise<void> {
  const left = store.getState().draft
  if (left) leaveDraft(left)
  store.setState(EMPTY, true)
  try {
    const taken = takeDraft(host)
    const [options, draft, systems] = await Promise.all([
      ask('create.options', { host, ...(taken && { arch: taken.arch }) }),
      taken ?? ask('create.draft', { host }),
      ask('create.systems', undefined),
    ])
    store.setState({ options, draft, systems })
  } catch (error) {
    store.setState({ error: errorOf(error) })
  }
}
