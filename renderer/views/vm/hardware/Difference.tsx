// Two versions of the definition, as a difference.
import { useWords } from '../../../store/words.ts'
import { XmlDiff } from '../../../ui/XmlDiff/XmlDiff.tsx'

interface Props {
  readonly label: string
  readonly before: string
  readonly after: string
}

export function Difference({ label, before, after }: Props) {
  const { t } = useWords()
  return (
    <XmlDiff
      label={label}
      before={before}
      after={after}
      addedLabel={t('hardware.diff.added')}
      removedLabel={t('hardware.diff.removed')}
      unchangedLabel={count => t('hardware.diff.unchanged', { count })}
      sameText={t('hardware.diff.same')}
    />
  )
}
