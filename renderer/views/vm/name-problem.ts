// What is wrong with a name that a machine of a host shall have, while it is typed.
import { VmName } from '../../../preload/model/draft.ts'
import type { Vm } from '../../../preload/model/vm.ts'
import { useMirror } from '../../store/mirror.ts'
import { useWords } from '../../store/words.ts'

/** @param vm the one that is renamed or cloned; its own name is no problem while `mayKeep` */
export function useNameProblem(vm: Vm, name: string, mayKeep: boolean): string | undefined {
  const { t } = useWords()
  const vms = useMirror(state => state.objects.vm)
  const isTaken = Object.values(vms).some(
    other => other.host === vm.host && other.name === name && !(mayKeep && other.uuid === vm.uuid),
  )
  const problem = isTaken ? 'draft.nameTaken' : VmName.safeParse(name).error?.issues[0]?.message
  return problem && t(`error.${problem}`, { name })
}
