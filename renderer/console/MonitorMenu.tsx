// Which of the guest's screens is shown; nothing where it has one.
import { useWords } from '../store/words.ts'
import { Check, Monitor as MonitorIcon } from '../ui/icons.ts'
import { MenuButton } from '../ui/Menu/Menu.tsx'
import type { Monitor } from './display.ts'

export interface MonitorsShown {
  readonly monitors: readonly Monitor[]
  readonly shown: string
}

interface Props extends MonitorsShown {
  readonly onShow: (id: string) => void
}

export function MonitorMenu({ monitors, shown, onShow }: Props) {
  const { t } = useWords()
  if (monitors.length < 2) return null
  const place = monitors.findIndex(({ id }) => id === shown) + 1
  return (
    <MenuButton
      label={t('console.monitors', { number: place, count: monitors.length })}
      text={String(place)}
      icon={<MonitorIcon />}
      entries={monitors.map(({ id, width, height }, n) => ({
        id,
        label: t('console.monitor', { number: n + 1, width, height }),
        ...(id === shown && { icon: <Check /> }),
      }))}
      onAction={onShow}
    />
  )
}
