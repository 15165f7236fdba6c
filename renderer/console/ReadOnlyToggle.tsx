// Look, don't touch: as long as it is down, nothing that one does goes to the guest.
import { useWords } from '../store/words.ts'
import { Eye } from '../ui/icons.ts'
import { ToggleButton } from '../ui/ToggleButton/ToggleButton.tsx'

interface Props {
  readonly isReadOnly: boolean
  readonly onChange: (readOnly: boolean) => void
}

export function ReadOnlyToggle({ isReadOnly, onChange }: Props) {
  const { t } = useWords()
  return (
    <ToggleButton
      label={t('console.lookOnly')}
      icon={<Eye />}
      isIconOnly
      isSelected={isReadOnly}
      onChange={onChange}
    />
  )
}
