// The window: sidebar, the place it is at, what goes on. A console's own window is the same page without the rest.
import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { HostId, Uuid } from '../../preload/model/ids.ts'
import { ConsolePage } from '../console/ConsolePage.tsx'
import { VvPage } from '../console/vv/VvPage.tsx'
import { useHasMirror, useMirror } from '../store/mirror.ts'
import { i18n, languageOf, useWords } from '../store/words.ts'
import { EmptyState } from '../ui/EmptyState/EmptyState.tsx'
import { MonitorOff } from '../ui/icons.ts'
import styles from './App.module.css'
import { useActions } from './actions.ts'
import { CommandPalette } from './CommandPalette.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Place } from './Place.tsx'
import { QuestionDialog } from './QuestionDialog.tsx'
import { Sidebar } from './Sidebar.tsx'
import { TitleBar } from './TitleBar.tsx'

/** Set by main in the address of a console's own window. */
const query = new URLSearchParams(location.search)
const detached = query.get('console')
/** Of a .vv file's. */
const file = query.get('file')

export function App() {
  return useHasMirror() ? <Window /> : <div className={styles['waiting']} />
}

function Window() {
  const settings = useMirror(state => state.settings)
  const app = useMirror(state => state.app)
  const language = languageOf(settings, app)
  useEffect(() => {
    void i18n.changeLanguage(language)
    document.documentElement.lang = language
  }, [language])
  useEffect(() => {
    document.documentElement.dataset['theme'] = settings.theme
    document.documentElement.style.setProperty('--scale', String(settings.scale / 100))
  }, [settings.theme, settings.scale])
  return (
    <I18nProvider locale={language}>
      {file ? <VvFile file={file} /> : detached ? <DetachedConsole uuid={detached} /> : <MainWindow />}
      <QuestionDialog />
    </I18nProvider>
  )
}

function MainWindow() {
  const actions = useActions()
  return (
    <div className={styles['window']}>
      <TitleBar />
      <Sidebar />
      <main className={styles['place']} id="content">
        <ErrorBoundary>
          <Place />
        </ErrorBoundary>
      </main>
      {actions.palette && <CommandPalette onClose={actions.closePalette} />}
    </div>
  )
}

function VvFile({ file }: { readonly file: string }) {
  return (
    <main className={styles['place']}>
      <VvPage file={file} />
    </main>
  )
}

function DetachedConsole({ uuid }: { readonly uuid: string }) {
  const { t } = useWords()
  const key = `${HostId.parse(query.get('host') ?? ' ')}/${Uuid.parse(uuid)}`
  const vm = useMirror(state => state.objects.vm[key])
  useEffect(() => {
    document.title = vm ? `${vm.name} — Vitrina` : 'Vitrina'
  }, [vm])
  return (
    <main className={styles['place']}>
      <h1 className={styles['hidden']}>{vm?.name ?? t('vm.gone')}</h1>
      {vm ? (
        <ConsolePage vm={vm} detached />
      ) : (
        <EmptyState icon={<MonitorOff />} title={t('vm.gone')}>
          {t('vm.goneText')}
        </EmptyState>
      )}
    </main>
  )
}
