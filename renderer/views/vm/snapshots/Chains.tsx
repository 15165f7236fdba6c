// Disks whose content lies in several files, whole: a file that is missing or changed by hand loses what is above it.
import { useState } from 'react'
import type { DiskChain } from '../../../../preload/model/snapshot.ts'
import type { Vm } from '../../../../preload/model/vm.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { useWords } from '../../../store/words.ts'
import { Button } from '../../../ui/Button/Button.tsx'
import page from '../../page.module.css'
import { MergeFiles } from './MergeFiles.tsx'
import styles from './SnapshotsTab.module.css'

interface Props {
  readonly vm: Vm
  readonly chains: readonly DiskChain[]
}

export function Chains({ vm, chains }: Props) {
  const { t, language } = useWords()
  const [merging, setMerging] = useState<string | null>(null)
  if (chains.length === 0) return null
  return (
    <section className={page['section']} aria-label={t('snapshot.chains')}>
      <h2>{t('snapshot.chains')}</h2>
      <p className={page['muted']}>{t('snapshot.chainsText')}</p>
      {chains.map(({ target, files }) => (
        <div key={target}>
          <h3>{target}</h3>
          <ol className={styles['chain']} aria-label={target}>
            {files.map(({ path, sizeBytes }, n) => (
              <li key={path}>
                <code>
                  <bdi>{path}</bdi>
                </code>{' '}
                <span className={page['muted']}>
                  {[n === 0 && t('snapshot.written'), sizeBytes !== null && formatBytes(sizeBytes, language)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ol>
          <Button aria-label={t('merge.openFor', { disk: target })} onPress={() => setMerging(target)}>
            {t('merge.open')}
          </Button>
        </div>
      ))}
      {merging && <MergeFiles vm={vm} target={merging} onClose={() => setMerging(null)} />}
    </section>
  )
}
