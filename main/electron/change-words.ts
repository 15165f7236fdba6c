// What a change from the command line came to, for the terminal: each device and field by the name that is typed for it, and when the
// guest has it.
import type { Translate } from '../../preload/locales/i18n.ts'
import { type ChangeEffect, commandName, type HardwarePreview } from '../../preload/model/hardware.ts'

export function describeChange({ before, after, items, effects }: HardwarePreview, t: Translate): string {
  if (before === after) return t('hardware.diff.same')
  const when = ({ at, why }: ChangeEffect) =>
    [t(`hardware.at.${at}`), ...(why ? [t(`hardware.why.${why}`)] : [])].join('. ')
  if (items.length === 0) return effects.map(when).join('\n')
  return items
    .map(({ effect, ...item }) => {
      const name = commandName(item)
      const what =
        item.field === null
          ? `${name} ${t(`command.${item.what}`)}`
          : `${name}.${item.field}: ${item.now ?? ''} → ${item.next ?? ''}`
      return `${what}\n  ${when(effect)}`
    })
    .join('\n')
}
