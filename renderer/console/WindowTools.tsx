// What every console has at the end of its tools: the whole screen, a window of its own.
import { useWords } from '../store/words.ts'
import { IconButton } from '../ui/IconButton/IconButton.tsx'
import { Check, ExternalLink, Maximize, Minimize } from '../ui/icons.ts'
import { SplitButton } from '../ui/SplitButton/SplitButton.tsx'
import type { FullScreen } from './use-full-screen.ts'

interface Props {
  readonly full: FullScreen
  /** Missing where it has one. */
  readonly onDetach?: (() => void) | undefined
}

export function WindowTools({ full, onDetach }: Props) {
  const { t } = useWords()
  return (
    <>
      <FullScreenButton {...full} />
      {onDetach && (
        <IconButton
          variant="default"
          icon={<ExternalLink />}
          label={t('console.detach')}
          onPress={onDetach}
        />
      )}
    </>
  )
}

/** Where this computer has several screens, which of them is chosen beside it. */
function FullScreenButton({ isFull, screens, chosen, toggle, fill }: FullScreen) {
  const { t } = useWords()
  const label = t(isFull ? 'console.leaveFullScreen' : 'console.fullScreen')
  if (isFull || screens.length < 2)
    return (
      <IconButton
        variant="default"
        icon={isFull ? <Minimize /> : <Maximize />}
        label={label}
        onPress={toggle}
      />
    )
  const entry = (id: string, label: string, isChosen: boolean) => ({
    id,
    label,
    ...(isChosen && { icon: <Check /> }),
  })
  return (
    <SplitButton
      isIconOnly
      icon={<Maximize />}
      onPress={toggle}
      menuLabel={t('console.fullScreenOn')}
      entries={[
        entry('here', t('console.thisScreen'), chosen === null),
        { id: 'screens', separator: true },
        ...screens.map(({ id, name, width, height }, n) =>
          entry(
            String(id),
            t(name ? 'console.namedScreen' : 'console.screenOf', { number: n + 1, name, width, height }),
            id === chosen,
          ),
        ),
      ]}
      onAction={id => fill(id === 'here' ? null : Number(id))}
    >
      {label}
    </SplitButton>
  )
}
