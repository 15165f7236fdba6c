// The question before a power action, for those that the settings name.
import { ACTIONS } from '../../../preload/actions.ts'
import { answerPower, useAskedPower } from '../../store/power.ts'
import { useWords } from '../../store/words.ts'
import { AlertDialog } from '../../ui/AlertDialog/AlertDialog.tsx'
import styles from '../page.module.css'

export function PowerDialog() {
  const { t } = useWords()
  const asked = useAskedPower()
  if (!asked) return null
  const { label } = ACTIONS[asked.id]
  const name = asked.id.slice('vm.'.length)
  return (
    <AlertDialog
      title={t('askFirst.title', { action: t(label), name: asked.vm.name })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t(label)}
      onClose={() => answerPower(false)}
      onConfirm={() => answerPower(true)}
    >
      <p>{t(`askFirst.text.${name}`)}</p>
      <p className={styles['muted']}>{t('askFirst.settings')}</p>
    </AlertDialog>
  )
}
