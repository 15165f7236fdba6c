// Another program changed the machine while changes waited here: theirs is in force, ours are kept over it.
import { useWords } from '../../../store/words.ts'
import { Banner } from '../../../ui/Banner/Banner.tsx'
import { Button } from '../../../ui/Button/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure/Disclosure.tsx'
import { Difference } from './Difference.tsx'
import type { Theirs } from './editing.ts'

interface Props {
  readonly theirs: Theirs
  readonly onAccept: () => void
}

export function TheirChanges({ theirs, onAccept }: Props) {
  const { t } = useWords()
  return (
    <Banner
      kind="warning"
      title={t('hardware.theirs')}
      actions={<Button onPress={onAccept}>{t('hardware.theirsSeen')}</Button>}
    >
      {t('hardware.theirsText')}
      <Disclosure label={t('hardware.theirsXml')} level={null}>
        <Difference {...theirs} label={t('hardware.theirsXml')} />
      </Disclosure>
    </Banner>
  )
}
