// Where the app starts: makes the parts, ties them together, and takes them down in the other order.
// The only place that knows them all.
import { join } from 'node:path'
import { app, clipboard, nativeTheme, session } from 'electron'
import { chooseLanguage, createI18n, type Translate } from '../preload/locales/i18n.ts'
import { Consoles } from './console/consoles.ts'
import { Create } from './create/create.ts'
import { pickFile, savePicture } from './electron/dialogs.ts'
import { setMenu } from './electron/menu.ts'
import { registerScheme, serveRenderer } from './electron/protocol.ts'
import { lockDown } from './electron/security.ts'
import { Windows } from './electron/windows.ts'
import { readFailure } from './hosts/failure.ts'
import { Hosts } from './hosts/hosts.ts'
import { Questions } from './hosts/questions.ts'
import { Sampler } from './hosts/sampler.ts'
import { testConnection } from './hosts/test-connection.ts'
import { viewLibvirt } from './hosts/view-libvirt.ts'
import { type AskHandlers, openDoor, tell } from './ipc.ts'
import { openLog } from './log.ts'
import { inspectMedia } from './media/inspect.ts'
import { openOsDatabase } from './os/database.ts'
import { kvmRunsGuests } from './readiness/kvm.ts'
import { checkReadiness } from './readiness/readiness.ts'
import { SettingsFile } from './settings/file.ts'
import { Mirror } from './state/mirror.ts'
import { listVolumes } from './storage/volumes.ts'
import { KeyedQueue } from './tasks/keyed-queue.ts'
import { Tasks } from './tasks/tasks.ts'
import { VmDeletion } from './vms/deletion.ts'
import { VmHardware } from './vms/hardware/changing.ts'
import { readHardware, readHardwareOptions } from './vms/hardware/reading.ts'
import { VmPower } from './vms/power.ts'
import { readScreenshot, readXml } from './vms/reading.ts'

const WATCH_MS = 1_000

async function start(): Promise<void> {
  const folder = app.getPath('userData')
  const log = openLog(join(folder, 'vitrina.log'))
  const settings = await SettingsFile.open(join(folder, 'settings.json'), log)
  const mirror = new Mirror()
  const tasks = new Tasks(mirror, log, readFailure)
  const questions = new Questions(mirror)
  const hosts = new Hosts(mirror, log, questions, settings.value.hosts)
  hosts.connectAll() // while the window is made

  await app.whenReady()
  lockDown(app, session.defaultSession)
  serveRenderer(join(import.meta.dirname, '../renderer'))
  const windows = new Windows(join(import.meta.dirname, '../preload/index.cjs'), folder)
  const sampler = new Sampler(hosts, log, batch => tell(windows.all(), 'state.stats', batch))
  mirror.onBatch(batch => tell(windows.all(), 'state.patch', batch))
  setInterval(() => sampler.setWatched(windows.isWatched()), WATCH_MS).unref()

  const systemLanguage = chooseLanguage('system', app.getPreferredSystemLanguages())
  const i18n = createI18n(chooseLanguage(settings.value.language, [systemLanguage]))
  const t: Translate = (key, params) => i18n.t(key, params ?? {})
  const applySettings = () => {
    tell(windows.all(), 'state.settings', settings.value)
    nativeTheme.themeSource = settings.value.theme
    void i18n.changeLanguage(chooseLanguage(settings.value.language, [systemLanguage]))
    setMenu(t, action =>
      tell(
        windows.all().filter(w => w.isFocused()),
        'action.run',
        action,
      ),
    )
  }
  applySettings()

  const queue = new KeyedQueue()
  const power = new VmPower(hosts, tasks, queue)
  const deletion = new VmDeletion(hosts, tasks, queue, mirror)
  const hardware = new VmHardware(hosts, tasks, queue, deletion)
  const consoles = new Consoles(hosts)
  const systems = () => openOsDatabase({ cacheFolder: join(folder, 'cache') })
  const create = new Create(hosts, mirror, tasks, systems, kvmRunsGuests)

  const asks: AskHandlers = {
    'state.snapshot': () => ({
      ...mirror.snapshot(),
      settings: settings.value,
      app: { version: app.getVersion(), platform: process.platform, systemLanguage },
    }),
    'settings.change': change => {
      const value = settings.change(change)
      applySettings()
      return value
    },
    'host.add': ({ uri }) => {
      const id = hosts.add(uri)
      settings.change({ hosts: hosts.added })
      return id
    },
    'host.remove': async ({ host }) => {
      await hosts.remove(host)
      settings.change({ hosts: hosts.added })
    },
    'host.test': ({ uri }) => testConnection(uri, questions),
    'host.disconnect': ({ host }) => hosts.get(host).close(),
    'host.calls': () => hosts.calls.list(),
    'question.answer': answer => questions.answer(answer),
    'host.retry': ({ host }) => hosts.get(host).retry(),
    'readiness.check': () => checkReadiness(viewLibvirt(hosts, mirror)),
    'vm.start': ref => power.run('start', ref),
    'vm.shutdown': ref => power.run('shutdown', ref),
    'vm.reboot': ref => power.run('reboot', ref),
    'vm.forceOff': ref => power.run('forceOff', ref),
    'vm.pause': ref => power.run('pause', ref),
    'vm.resume': ref => power.run('resume', ref),
    'vm.xml': ref => readXml(hosts, ref),
    'vm.screenshot': ref => readScreenshot(hosts, ref),
    'vm.deletionPlan': ref => deletion.plan(ref),
    'vm.delete': request => deletion.delete(request),
    'vm.hardware': ref => readHardware(hosts, ref),
    'vm.hardwareOptions': ref => readHardwareOptions(hosts, ref),
    'vm.previewChange': request => hardware.preview(request),
    'vm.change': request => hardware.apply(request),
    'storage.volumes': ref => listVolumes(hosts, ref),
    'create.options': ref => create.options(ref),
    'create.draft': ref => create.draft(ref),
    'create.systems': () => create.systems(),
    'create.inspect': async ({ path }) => inspectMedia(path, await systems()),
    'create.adopt': input => create.adopt(input),
    'create.plan': draft => create.plan(draft),
    'create.run': draft => create.run(draft),
    'task.cancel': ref => tasks.cancel(ref),
    'task.dismiss': ref => tasks.dismiss(ref),
    'window.pickFile': ({ kind }, { window }) => pickFile(window, kind, t),
    'window.detachConsole': ref => windows.openConsole(ref),
    'window.fullScreen': (on, { window }) => window.setFullScreen(on),
    'window.savePicture': ({ name, png }, { window }) => savePicture(window, name, png),
    'window.copy': text => clipboard.writeText(text),
  }
  openDoor({
    asks,
    pipes: { 'console.open': (ref, takePort) => consoles.open(ref, takePort) },
    windowOf: event => windows.windowOf(event),
    log,
  })

  app.on('second-instance', () => void windows.openMain())
  app.on('activate', () => void windows.openMain())
  let closed = false
  app.on('will-quit', event => {
    if (closed) return
    closed = true
    event.preventDefault()
    void Promise.allSettled([hosts.close(), settings.written()]).then(() => app.quit())
  })
  log.info('started', { version: app.getVersion(), platform: process.platform })
  await windows.openMain()
}

registerScheme()
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
if (app.requestSingleInstanceLock()) void start()
else app.quit()
