// What every console has at the end of its tools: the whole screen, a window of its own.
import type { RefObject } from 'react'
import type { Vm } from '../../preload/model/vm.ts'
import { ask } from '../store/client.ts'
import { useWords } from '../store/words.ts'
import { Button } from '../ui/Button/Button.tsx'
import { ExternalLink, Maximize } from '../ui/icons.ts'

interface Props {
  readonly vm: Vm
  readonly frame: RefObject<HTMLElement | null>
  readonly detached: boolean
}

export function WindowTools({ vm, frame, detached }: Props) {
  const { t } = useWords()
  return (
    <>
      <Button
        icon={<Maximize />}
        aria-label={t('console.fullScreen')}
        onPress={() => void toggleFullScreen(frame.current)}
      />
      {!detached && (
        <Button
          icon={<ExternalLink />}
          aria-label={t('console.detach')}
          onPress={() => void ask('window.detachConsole', { host: vm.host, vm: vm.uuid })}
        />
      )}
    </>
  )
}

async function toggleFullScreen(frame: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen()
  else await frame?.parentElement?.requestFullscreen()
}
