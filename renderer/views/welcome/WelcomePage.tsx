// Where no host can be found: other systems than Linux, until remote hosts can be added.
import { useWords } from '../../store/words.ts'
import { EmptyState } from '../../ui/EmptyState/EmptyState.tsx'
import { Server } from '../../ui/icons.ts'

export function WelcomePage() {
  const { t } = useWords()
  return (
    <EmptyState icon={<Server />} title={t('welcome.title')}>
      {t('welcome.text')}
    </EmptyState>
  )
}
