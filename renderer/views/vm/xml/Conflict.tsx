// Another program changed the machine while its definition was being written here: three versions, and nothing lost.
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure/Disclosure.tsx'
import { Difference } from '../hardware/Difference.tsx'
import styles from '../hardware/Hardware.module.css'
import type { Drafting } from './draft.ts'

export function Conflict({ drafting }: { readonly drafting: Drafting }) {
  const { t } = useWords()
  const { conflict, merged, settle, discard } = drafting
  if (!conflict) return null
  const { base, mine, theirs } = conflict
  return (
    <Banner
      kind="warning"
      title={t('hardware.theirs')}
      actions={
        <>
          {merged !== null && (
            <Button variant="primary" onPress={() => settle(merged)}>
              {t('xml.merge')}
            </Button>
          )}
          <Button onPress={() => settle(mine)}>{t('xml.keepMine')}</Button>
          <Button onPress={discard}>{t('xml.takeTheirs')}</Button>
        </>
      }
    >
      <div className={styles['stack']}>
        <p>{t(merged === null ? 'xml.sameLines' : 'xml.otherLines')}</p>
        <Disclosure label={t('hardware.theirsXml')} level={null}>
          <Difference before={base} after={theirs} label={t('hardware.theirsXml')} />
        </Disclosure>
        <Disclosure label={t('xml.mine')} level={null}>
          <Difference before={base} after={mine} label={t('xml.mine')} />
        </Disclosure>
        <Disclosure label={t('xml.between')} level={null}>
          <Difference before={theirs} after={mine} label={t('xml.between')} />
        </Disclosure>
      </div>
    </Banner>
  )
}
