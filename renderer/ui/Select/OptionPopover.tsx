// The list that opens under a Select or a ComboBox: its trigger gives it its state.
import type { ReactNode } from 'react'
import { ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { Check } from '../icons.ts'
import styles from './OptionPopover.module.css'

export interface Option {
  readonly id: string
  readonly label: string
  readonly detail?: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
}

interface Props {
  /** Left out under a ComboBox, which filters them itself. */
  readonly options?: readonly Option[]
  readonly emptyText?: string
}

export function OptionPopover({ options, emptyText }: Props) {
  return (
    <Popover className={styles['popover'] ?? ''} offset={4}>
      <ListBox
        className={styles['list'] ?? ''}
        {...(options && { items: options })}
        renderEmptyState={() => <div className={styles['empty']}>{emptyText}</div>}
      >
        {(option: Option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.label}
            isDisabled={option.isDisabled ?? false}
            className={styles['option'] ?? ''}
          >
            {option.icon && (
              <span className={styles['icon']} aria-hidden>
                {option.icon}
              </span>
            )}
            <span className={styles['text']}>
              <Text slot="label" className={styles['label'] ?? ''}>
                {option.label}
              </Text>
              {option.detail && (
                <Text slot="description" className={styles['detail'] ?? ''}>
                  {option.detail}
                </Text>
              )}
            </span>
            <Check aria-hidden className={styles['check']} />
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  )
}
