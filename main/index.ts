// Where the app starts: makes the parts, ties them together, and takes them down in the other order.
// The only place that knows them all. What it is started for, it does itself or has the app do that runs already.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { app, clipboard, nativeTheme, session } from 'electron'
import { chooseLanguage, createI18n, type Translate } from '../preload/locales/i18n.ts'
import { answer } from './asks.ts'
import { Consoles } from './console/consoles.ts'
import { Recordings } from './console/recordings.ts'
import { VvFiles } from './console/vv-files.ts'
import { Create } from './create/create.ts'
import { type Answer, Answers } from './electron/answers.ts'
import { describeChange } from './electron/change-words.ts'
import { type Command, opensWindow, readCommand, readHandover } from './electron/command.ts'
import { copyPicture, pastePicture } from './electron/copied-picture.ts'
import { setMenu } from './electron/menu.ts'
import { registerScheme, serveRenderer } from './electron/protocol.ts'
import { followScreens } from './electron/screens.ts'
import { lockDown } from './electron/security.ts'
import { Windows } from './electron/windows.ts'
import { readFailure } from './hosts/failure.ts'
import { findVm } from './hosts/find-vm.ts'
import { Hosts } from './hosts/hosts.ts'
import { Questions } from './hosts/questions.ts'
import { Sampler } from './hosts/sampler.ts'
import { VmTasks } from './hosts/vm-tasks.ts'
import { openDoor, tell } from './ipc.ts'
import { openLog } from './log.ts'
import { openOsDatabase } from './os/database.ts'
import { kvmRunsGuests } from './readiness/kvm.ts'
import { SettingsFile } from './settings/file.ts'
import { Snapshots } from './snapshots/snapshots.ts'
import { Mirror } from './state/mirror.ts'
import { KeyedQueue } from './tasks/keyed-queue.ts'
import { Tasks } from './tasks/tasks.ts'
import { VmClone } from './vms/clone.ts'
import { VmDeletion } from './vms/deletion.ts'
import { DiskBackups } from './vms/disk-jobs/backup.ts'
import { DiskMerges } from './vms/disk-jobs/merge.ts'
import { DiskMoves } from './vms/disk-jobs/move.ts'
import { VmDump } from './vms/dump.ts'
import { HardwareCommands } from './vms/hardware/by-command.ts'
import { VmHardware } from './vms/hardware/changing.ts'
import { Trials } from './vms/hardware/trials.ts'
import { VmHistory } from './vms/history/history.ts'
import { HistoryStore } from './vms/history/store.ts'
import { Pictures } from './vms/pictures/pictures.ts'
import { VmPower } from './vms/power.ts'
import { VmRename } from './vms/rename.ts'
import { VmSaveFile } from './vms/save-file.ts'
import { SavedStates } from './vms/saved-state.ts'
import { Screenshots } from './vms/screenshots.ts'
import { TimelineStore } from './vms/timeline/store.ts'
import { Timelines } from './vms/timeline/timeline.ts'
import { UsageRecorder } from './vms/usage/recorder.ts'

const WATCH_MS = 1_000
/** What a command ends with on the terminal; 4 for all else. */
const COMMAND_STATUS: Readonly<Record<string, number>> = {
  'command.noHost': 2,
  'command.manyHosts': 2,
  'command.noVm': 3,
}

/** @returns what does a command, once there are windows to do it in */
async function start(): Promise<(command: Command) => Promise<Answer>> {
  const log = openLog(join(folder, 'vitrina.log'))
  const settings = await SettingsFile.open(join(folder, 'settings.json'), log)
  const mirror = new Mirror()
  const tasks = new Tasks(mirror, log, readFailure)
  const questions = new Questions(mirror)
  const hosts = new Hosts(mirror, log, questions, settings.value.hosts)
  const history = new VmHistory(hosts, new HistoryStore(join(folder, 'history')), log)
  const vmTasks = new VmTasks(hosts, tasks, new KeyedQueue())
  const deletion = new VmDeletion(vmTasks, mirror)
  const hardware = new VmHardware(vmTasks, deletion)
  const trials = await Trials.open(join(folder, 'trials.json'), hosts, hardware, mirror, log)
  const usage = new UsageRecorder(join(folder, 'usage'), hosts, log)
  usage.start()
  const screenshots = new Screenshots(hosts)
  const pictures = new Pictures(join(folder, 'pictures'), screenshots, log)
  const timelines = new Timelines(hosts, mirror, new TimelineStore(join(folder, 'timeline')), pictures, log)
  hosts.connectAll() // while the window is made

  await app.whenReady()
  lockDown(app, session.defaultSession)
  serveRenderer(join(import.meta.dirname, '../renderer'))
  const windows = new Windows(join(import.meta.dirname, '../preload/index.cjs'), folder, (machine, isOpen) =>
    isOpen ? mirror.put('ownWindow', machine, { machine }) : mirror.drop('ownWindow', machine),
  )
  const sampler = new Sampler(hosts, log, batch => tell(windows.all(), 'state.stats', batch))
  followScreens({
    put: screen => mirror.put('screen', String(screen.id), screen),
    drop: id => mirror.drop('screen', String(id)),
  })
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

  const power = new VmPower(vmTasks)
  const rename = new VmRename(vmTasks)
  const clone = new VmClone(vmTasks)
  const dump = new VmDump(vmTasks)
  const snapshots = new Snapshots(vmTasks, pictures)
  const vvFiles = new VvFiles()
  const consoles = new Consoles(hosts, mirror, vvFiles)
  const systems = () => openOsDatabase({ cacheFolder: join(folder, 'cache') })
  const create = new Create(hosts, mirror, tasks, systems, kvmRunsGuests)

  const asks = answer({
    mirror,
    settings,
    tasks,
    hosts,
    questions,
    power,
    rename,
    clone,
    dump,
    savedFiles: new VmSaveFile(vmTasks),
    savedStates: new SavedStates(vmTasks),
    deletion,
    hardware,
    trials,
    history,
    usage,
    backups: new DiskBackups(vmTasks),
    merges: new DiskMerges(vmTasks, mirror),
    moves: new DiskMoves(vmTasks, mirror),
    snapshots,
    screenshots,
    pictures,
    timelines,
    create,
    recordings: new Recordings(),
    vvFiles,
    windows,
    systems,
    translate: t,
    app: { version: app.getVersion(), platform: process.platform, systemLanguage },
    copy: text => clipboard.writeText(text),
    paste: () => clipboard.readText(),
    copyPicture,
    pastePicture,
    applySettings,
  })
  openDoor({
    asks,
    pipes: { 'console.open': (ref, takePort) => consoles.open(ref, takePort) },
    windowOf: event => windows.windowOf(event),
    log,
  })

  app.on('activate', () => void windows.openMain())
  let closed = false
  app.on('will-quit', event => {
    if (closed) return
    closed = true
    timelines.stop()
    event.preventDefault()
    void Promise.allSettled([hosts.close(), settings.written(), trials.written(), usage.stop()]).then(() =>
      app.quit(),
    )
  })
  log.info('started', { version: app.getVersion(), platform: process.platform })
  const byCommand = new HardwareCommands(hosts, hardware, tasks)
  /** @returns what is said on the terminal */
  const run = async (command: Command): Promise<string> => {
    if (command.kind === 'open') await windows.openMain()
    else if (command.kind === 'file') {
      const file = randomUUID()
      await vvFiles.read(file, command.path)
      await windows.openFile(file)
    } else {
      const vm = await findVm(hosts, mirror, command)
      if (command.kind === 'fields') return byCommand.fields(vm)
      if (command.kind === 'set')
        return describeChange(await byCommand.set(vm, command.field, command.value), t)
      if (command.kind === 'xml')
        return command.file === null
          ? byCommand.definition(vm)
          : describeChange(await byCommand.defineFile(vm, command.file), t)
      await windows.openConsole(vm)
    }
    return ''
  }
  return async command => {
    try {
      return { status: 0, text: await run(command) }
    } catch (error) {
      const { code, params, detail } = readFailure(error).error
      const text = [t(`error.${code}`, params), ...(detail ? [detail] : [])].join('\n')
      return { status: COMMAND_STATUS[code] ?? 4, text }
    }
  }
}

function say({ status, text }: Answer): void {
  if (text) (status === 0 ? process.stdout : process.stderr).write(`${text}\n`)
}

/** The first: does what it was started for, then what later ones are. */
function runFirst(command: Command): void {
  const started = start()
  const run = async (wanted: Command) => (await started)(wanted)
  let isShared = false
  app.on('second-instance', (_event, _argv, _folder, data) => {
    isShared = true
    const { command: later, answer } = readHandover(data)
    void run(later).then(outcome => answers.give(answer, outcome))
  })
  void run(command).then(outcome => {
    say(outcome)
    // Nobody sees an app without a window.
    if (outcome.status !== 0) app.exit(outcome.status)
    else if (!opensWindow(command) && !isShared) app.quit()
  })
}

/** A later one: the first has been told, and answers what somebody waits for. */
async function runLater(command: Command, name: string): Promise<void> {
  if (command.kind === 'open') return app.quit()
  const answer = await answers.wait(name)
  say(
    answer ?? {
      status: 4,
      text: createI18n(chooseLanguage('system', app.getPreferredSystemLanguages())).t('command.noAnswer'),
    },
  )
  app.exit(answer?.status ?? 4)
}

registerScheme()
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
const folder = app.getPath('userData')
const answers = new Answers(folder)
const command = readCommand(process.argv, app.isPackaged)
if (command.kind === 'unknown') {
  say({
    status: 1,
    text: createI18n(chooseLanguage('system', app.getPreferredSystemLanguages())).t('command.usage'),
  })
  app.exit(1)
} else {
  const answer = answers.newName()
  if (app.requestSingleInstanceLock({ command, answer })) runFirst(command)
  else void runLater(command, answer)
}
