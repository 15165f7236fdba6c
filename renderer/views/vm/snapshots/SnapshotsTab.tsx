// A machine's snapshots: a new one above, all of them as a tree, and what can be done with the chosen one.
import { useCallback, useEffect, useState } from 'react'
import type { AppError } from '../../../../preload/model/error.ts'
import type { Snapshot, SnapshotList } from '../../../../preload/model/snapshot.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'
import { errorOf, useWords } from '../../../store/words.ts'
import { EmptyState } from '../../../ui/EmptyState/EmptyState.tsx'
import { Camera } from '../../../ui/icons.ts'
import { Tree, type TreeNode } from '../../../ui/Tree/Tree.tsx'
import page from '../../page.module.css'
import { ErrorBanner } from '../ErrorBanner.tsx'
import { Chains } from './Chains.tsx'
import { ChosenSnapshot } from './ChosenSnapshot.tsx'
import { NewSnapshot } from './NewSnapshot.tsx'
import styles from './SnapshotsTab.module.css'

export function SnapshotsTab({ vm }: { readonly vm: Vm }) {
  const { t } = useWords()
  const { list, error } = useSnapshots(vm)
  const [chosen, setChosen] = useState<string | null>(null)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  if (error) {
    return (
      <div className={page['page']}>
        <ErrorBanner error={error} />
      </div>
    )
  }
  if (!list) return <p className={page['page']}>{t('common.loading')}</p>
  const { snapshots } = list
  const names = snapshots.map(snapshot => snapshot.name)
  const shown =
    snapshots.find(snapshot => snapshot.name === chosen) ??
    snapshots.find(snapshot => snapshot.isCurrent) ??
    snapshots.at(-1)
  return (
    <div className={page['page']}>
      <NewSnapshot vm={vm} list={list} />
      {!shown && (
        <EmptyState icon={<Camera />} title={t('snapshot.none')}>
          {t('snapshot.noneText')}
        </EmptyState>
      )}
      {shown && (
        <div className={styles['both']}>
          <Tree
            label={t('vm.snapshots')}
            items={treeOf(snapshots, null, t('snapshot.here'))}
            selected={shown.name}
            onSelect={setChosen}
            expanded={new Set(names.filter(name => !folded.has(name)))}
            onExpand={open => setFolded(new Set(names.filter(name => !open.has(name))))}
          />
          <ChosenSnapshot key={shown.name} vm={vm} list={list} snapshot={shown} />
        </div>
      )}
      <Chains vm={vm} chains={list.chains} />
    </div>
  )
}

/** Read again when the machine changes and when a task of it ends: libvirt tells nobody of a snapshot. */
function useSnapshots(vm: Vm): { readonly list: SnapshotList | null; readonly error: AppError | null } {
  const { host, uuid } = vm
  const [list, setList] = useState<SnapshotList | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const ended = useMirror(
    state =>
      Object.values(state.objects.task).filter(
        task => task.endedAt !== null && task.about.includes(`${host}/${uuid}`),
      ).length,
  )
  const read = useCallback(() => {
    ask('snapshot.list', { host, vm: uuid }).then(
      found => {
        setList(found)
        setError(null)
      },
      reason => setError(errorOf(reason)),
    )
  }, [host, uuid])
  // biome-ignore lint/correctness/useExhaustiveDependencies: both are signs that the list may be another
  useEffect(read, [read, ended, vm])
  useEffect(() => {
    window.addEventListener('focus', read)
    return () => window.removeEventListener('focus', read)
  }, [read])
  return { list, error }
}

function treeOf(all: readonly Snapshot[], parent: string | null, here: string): TreeNode[] {
  const isRoot = ({ parent: name }: Snapshot) => name === null || !all.some(s => s.name === name)
  return all
    .filter(snapshot => (parent === null ? isRoot(snapshot) : snapshot.parent === parent))
    .map(snapshot => ({
      id: snapshot.name,
      label: snapshot.name,
      ...(snapshot.isCurrent && { trailing: here }),
      children: treeOf(all, snapshot.name, here),
    }))
}
