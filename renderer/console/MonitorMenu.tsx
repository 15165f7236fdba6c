// Which of the guest's monitors are shown, and how; nothing where it has one.

import { useWords } from '../store/words.ts'
import { Check, Monitor as MonitorIcon } from '../ui/icons.ts'
import { MenuButton, type MenuEntry } from '../ui/Menu/Menu.tsx'
import type { Monitor } from './display.ts'
import type { Monitors, MonitorView } from './use-monitors.ts'

const ALL = ['sideBySide'] as const

export function MonitorMenu({ all, view, choose }: Monitors) {
  const { t } = useWords()
  const nameOf = useMonitorName(all)
  if (all.length < 2) return null
  const count = all.length
  const place = view.kind === 'one' ? all.findIndex(({ id }) => id === view.id) + 1 : null
  const entry = (id: string, label: string, isChosen: boolean): MenuEntry => ({
    id,
    label,
    ...(isChosen && { icon: <Check /> }),
  })
  return (
    <MenuButton
      label={
        place === null ? t('console.allMonitors', { count }) : t('console.monitors', { number: place, count })
      }
      text={place === null ? `1–${count}` : String(place)}
      icon={<MonitorIcon />}
      entries={[
        ...all.map(monitor =>
          entry(monitor.id, nameOf(monitor), view.kind === 'one' && view.id === monitor.id),
        ),
        { id: 'views', separator: true },
        ...ALL.map(kind => entry(kind, t(`console.${kind}`), view.kind === kind)),
      ]}
      onAction={id => choose(viewOf(id))}
    />
  )
}

function viewOf(id: string): MonitorView {
  const kind = ALL.find(kind => kind === id)
  return kind ? { kind } : { kind: 'one', id }
}

/** `Monitor 2 (1280 × 800)` */
export function useMonitorName(all: readonly Monitor[]): (monitor: Monitor) => string {
  const { t } = useWords()
  return monitor => {
    const { id, width, height } = monitor
    return t('console.monitor', { number: all.findIndex(other => other.id === id) + 1, width, height })
  }
}
