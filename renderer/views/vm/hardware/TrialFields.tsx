// For a change that can cut a machine off or keep it from starting: whether it goes back by itself, and when.
import { type Risk, TRIAL_MINUTES, type TrialWish } from '../../../../preload/model/trial.ts'
import { useWords } from '../../../store/words.ts'
import { Checkbox } from '../../../ui/Field/Field.tsx'
import { Select } from '../../../ui/Select/Select.tsx'
import styles from './Hardware.module.css'

interface Props {
  readonly risks: readonly Risk[]
  readonly wish: TrialWish | null
  readonly onChange: (wish: TrialWish | null) => void
}

const FIRST: TrialWish = { minutes: 5, agent: false }

export function TrialFields({ risks, wish, onChange }: Props) {
  const { t, language } = useWords()
  if (risks.length === 0) return null
  const names = new Intl.ListFormat(language).format(risks.map(risk => t(`trial.risk.${risk}`)))
  return (
    <div className={styles['trial']}>
      <Checkbox
        isSelected={wish !== null}
        onChange={isOn => onChange(isOn ? FIRST : null)}
        description={t('trial.why', { risks: names })}
      >
        {t('trial.wish')}
      </Checkbox>
      {wish && (
        <>
          <Select
            label={t('trial.minutes')}
            value={String(wish.minutes)}
            onChange={id => onChange({ ...wish, minutes: Number(id) })}
            options={TRIAL_MINUTES.map(count => ({ id: String(count), label: t('trial.count', { count }) }))}
          />
          <Checkbox
            isSelected={wish.agent}
            onChange={agent => onChange({ ...wish, agent })}
            description={t('trial.agentText')}
          >
            {t('trial.agent')}
          </Checkbox>
        </>
      )}
    </div>
  )
}
