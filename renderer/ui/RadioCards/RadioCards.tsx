// A choice of a few, each with a title and a sentence.
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import styles from './RadioCards.module.css'

interface Card {
  readonly id: string
  readonly title: string
  readonly detail: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
}

interface Props {
  readonly label: string
  readonly value: string
  readonly onChange: (id: string) => void
  readonly cards: readonly Card[]
}

export function RadioCards({ label, value, onChange, cards }: Props) {
  return (
    <RadioGroup className={styles['group'] ?? ''} value={value} onChange={onChange}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['cards']}>
        {cards.map(card => (
          <Radio
            key={card.id}
            value={card.id}
            isDisabled={card.isDisabled ?? false}
            className={styles['card'] ?? ''}
          >
            <span className={styles['dot']} aria-hidden />
            <span className={styles['text']}>
              <span className={styles['title']}>{card.title}</span>
              <span className={styles['detail']}>{card.detail}</span>
            </span>
            {card.icon && (
              <span className={styles['icon']} aria-hidden>
                {card.icon}
              </span>
            )}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
