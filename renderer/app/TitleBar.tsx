// Back, forward, where we are, the palette and the tasks.
import { useMirror } from '../store/mirror.ts'
import { goBack, goForward, type Route, useCanGo, useRoute } from '../store/route.ts'
import { hostName, useWords, type Words } from '../store/words.ts'
import { Button } from '../ui/Button/Button.tsx'
import { Activity, ChevronLeft, ChevronRight, Search } from '../ui/icons.ts'
import { perform } from './actions.ts'
import styles from './TitleBar.module.css'

export function TitleBar() {
  const words = useWords()
  const { t } = words
  const route = useRoute()
  const can = useCanGo()
  const trail = useTrail(route, words)
  const running = useMirror(
    state => Object.values(state.objects.task).filter(task => task.endedAt === null).length,
  )
  const openPalette = () =>
    window.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'k',
        ctrlKey: true,
        metaKey: navigator.platform.startsWith('Mac'),
      }),
    )
  return (
    <header className={styles['bar']}>
      <Button
        variant="quiet"
        icon={<ChevronLeft />}
        aria-label={t('titlebar.back')}
        isDisabled={!can.back}
        onPress={goBack}
      />
      <Button
        variant="quiet"
        icon={<ChevronRight />}
        aria-label={t('titlebar.forward')}
        isDisabled={!can.forward}
        onPress={goForward}
      />
      <nav aria-label={t('titlebar.trail')} className={styles['trail']}>
        {trail.map((name, n) => (
          <bdi key={name} aria-current={n === trail.length - 1 ? 'page' : undefined}>
            {name}
          </bdi>
        ))}
      </nav>
      <Button icon={<Search />} onPress={openPalette}>
        <span className={styles['search']}>{t('action.palette')}</span>
        <kbd className={styles['key']}>Ctrl+K</kbd>
      </Button>
      <Button
        variant="quiet"
        icon={<Activity />}
        onPress={() => perform('activity', undefined, route, () => undefined)}
      >
        {running > 0 ? t('task.tray', { count: running }) : t('action.activity')}
      </Button>
    </header>
  )
}

function useTrail(route: Route, { t }: Words): string[] {
  const host = useMirror(state =>
    'host' in route && route.host ? state.objects.host[route.host] : undefined,
  )
  const vm = useMirror(state =>
    route.at === 'vm' ? state.objects.vm[`${route.host}/${route.vm}`] : undefined,
  )
  const first = host ? [hostName(host, t)] : []
  switch (route.at) {
    case 'home':
      return []
    case 'host':
      return first
    case 'vm':
      return [...first, vm?.name ?? t('vm.gone')]
    case 'new':
      return [...first, t('wizard.title')]
    default:
      return [t(`action.${route.at}`)]
  }
}
