// Disks whose content lies in several files, whole: a file that is missing or changed by hand loses what is above it.
import type { DiskChain } from '../../../../preload/model/snapshot.ts'
import { formatBytes } from '../../../format/bytes.ts'
import { useWords } from '../../../store/words.ts'
import page from '../../page.module.css'
import styles from './SnapshotsTab.module.css'

export function Chains({ chains }: { readonly chains: readonly DiskChain[] }) {
  const { t, language } = useWords()
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
        </div>
      ))}
    </section>
  )
}
