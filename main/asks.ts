// What the windows may ask, and who answers: one line a word of the contract, in its order.
import type { Translate } from '../preload/locales/i18n.ts'
import type { Recordings } from './console/recordings.ts'
import type { VvFiles } from './console/vv-files.ts'
import type { Create } from './create/create.ts'
import { pickFile, pickPlace, saveFile } from './electron/dialogs.ts'
import { areRegularFiles } from './electron/files.ts'
import { moveToScreen } from './electron/screens.ts'
import type { Windows } from './electron/windows.ts'
import type { Hosts } from './hosts/hosts.ts'
import type { Questions } from './hosts/questions.ts'
import { testConnection } from './hosts/test-connection.ts'
import { viewLibvirt } from './hosts/view-libvirt.ts'
import type { AskHandlers } from './ipc.ts'
import { inspectMedia } from './media/inspect.ts'
import type { OsDatabase } from './os/database.ts'
import { checkReadiness } from './readiness/readiness.ts'
import type { SettingsFile } from './settings/file.ts'
import type { Snapshots } from './snapshots/snapshots.ts'
import type { Mirror } from './state/mirror.ts'
import { listVolumes } from './storage/volumes.ts'
import type { Tasks } from './tasks/tasks.ts'
import { setAutostart } from './vms/autostart.ts'
import type { VmClone } from './vms/clone.ts'
import type { VmDeletion } from './vms/deletion.ts'
import type { DiskBackups } from './vms/disk-jobs/backup.ts'
import type { DiskMerges } from './vms/disk-jobs/merge.ts'
import type { DiskMoves } from './vms/disk-jobs/move.ts'
import type { VmDump } from './vms/dump.ts'
import { readGuest } from './vms/guest.ts'
import { addGuestKey, setGuestPassword } from './vms/guest-access.ts'
import type { VmHardware } from './vms/hardware/changing.ts'
import { listHostDevices } from './vms/hardware/host-devices.ts'
import { listMdevParents, makeMdev } from './vms/hardware/mdevs.ts'
import { readProcessors } from './vms/hardware/processors.ts'
import { readHardware, readHardwareOptions } from './vms/hardware/reading.ts'
import type { Trials } from './vms/hardware/trials.ts'
import type { VmHistory } from './vms/history/history.ts'
import { setLabels } from './vms/labels.ts'
import { readNativeCommand } from './vms/native-command.ts'
import type { Pictures } from './vms/pictures/pictures.ts'
import type { VmPower } from './vms/power.ts'
import { readXml } from './vms/reading.ts'
import type { VmRename } from './vms/rename.ts'
import type { VmSaveFile } from './vms/save-file.ts'
import { readSavedXml, type SavedStates } from './vms/saved-state.ts'
import type { Screenshots } from './vms/screenshots.ts'
import type { Timelines } from './vms/timeline/timeline.ts'
import type { UsageRecorder } from './vms/usage/recorder.ts'

export interface Parts {
  readonly mirror: Mirror
  readonly settings: SettingsFile
  readonly tasks: Tasks
  readonly hosts: Hosts
  readonly questions: Questions
  readonly power: VmPower
  readonly rename: VmRename
  readonly clone: VmClone
  readonly dump: VmDump
  readonly savedFiles: VmSaveFile
  readonly savedStates: SavedStates
  readonly deletion: VmDeletion
  readonly hardware: VmHardware
  readonly trials: Trials
  readonly history: VmHistory
  readonly usage: UsageRecorder
  readonly backups: DiskBackups
  readonly merges: DiskMerges
  readonly moves: DiskMoves
  readonly snapshots: Snapshots
  readonly screenshots: Screenshots
  readonly pictures: Pictures
  readonly timelines: Timelines
  readonly create: Create
  readonly recordings: Recordings
  readonly vvFiles: VvFiles
  readonly windows: Windows
  readonly systems: () => Promise<OsDatabase>
  readonly translate: Translate
  readonly app: { readonly version: string; readonly platform: string; readonly systemLanguage: 'en' | 'es' }
  readonly copy: (text: string) => void
  /** The clipboard's text, '' for none. */
  readonly paste: () => string | Promise<string>
  /** As PNG. */
  readonly copyPicture: (png: Uint8Array) => Promise<void>
  readonly pastePicture: () => Promise<Uint8Array | null>
  /** Makes what the settings say true of the windows that are open. */
  readonly applySettings: () => void
}

export function answer(parts: Parts): AskHandlers {
  const {
    mirror,
    settings,
    tasks,
    hosts,
    questions,
    power,
    rename,
    clone,
    dump,
    savedFiles,
    savedStates,
    deletion,
    hardware,
    trials,
    history,
    usage,
    backups,
    merges,
    moves,
    snapshots,
    screenshots,
    pictures,
    timelines,
    create,
    recordings,
    vvFiles,
    windows,
    systems,
  } = parts
  return {
    'state.snapshot': () => ({
      ...mirror.snapshot(),
      settings: settings.value,
      app: parts.app,
    }),
    'settings.change': change => {
      const value = settings.change(change)
      parts.applySettings()
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
    'vm.startAfresh': ref => power.run('startAfresh', ref),
    'vm.shutdown': ref => power.run('shutdown', ref),
    'vm.reboot': ref => power.run('reboot', ref),
    'vm.reset': ref => power.run('reset', ref),
    'vm.forceOff': ref => power.run('forceOff', ref),
    'vm.setAutostart': request => setAutostart(hosts, request),
    'vm.pause': ref => power.run('pause', ref),
    'vm.resume': ref => power.run('resume', ref),
    'vm.save': ref => power.run('save', ref),
    'vm.discardSaved': ref => power.run('discardSaved', ref),
    'vm.rename': request => rename.run(request),
    'vm.dump': request => dump.run(request),
    'vm.saveFile': request => savedFiles.save(request),
    'vm.restoreFile': request => savedFiles.restore(request),
    'vm.clonePlan': ref => clone.plan(ref),
    'vm.clone': request => clone.run(request),
    'vm.xml': ref => readXml(hosts, ref),
    'vm.nativeCommand': ref => readNativeCommand(hosts, ref),
    'vm.savedXml': ref => readSavedXml(hosts, ref),
    'vm.changeSaved': change => savedStates.change(change),
    'vm.setGuestPassword': request => setGuestPassword(hosts, request),
    'vm.addGuestKey': request => addGuestKey(hosts, request),
    'vm.screenshot': ref => screenshots.take(ref),
    'vm.deletionPlan': ref => deletion.plan(ref),
    'vm.delete': request => deletion.delete(request),
    'vm.hardware': ref => readHardware(hosts, ref),
    'vm.hardwareOptions': ref => readHardwareOptions(hosts, ref),
    'vm.processors': ref => readProcessors(hosts, ref),
    'vm.hostDevices': ref => listHostDevices(hosts, ref),
    'vm.mdevParents': ref => listMdevParents(hosts, ref),
    'vm.makeMdev': request => makeMdev(hosts, request),
    'vm.previewChange': request => hardware.preview(request),
    'vm.change': ({ trial, ...request }) => (trial ? trials.apply(request, trial) : hardware.apply(request)),
    'vm.guest': ref => readGuest(hosts, ref),
    'vm.setLabels': request => setLabels(hosts, request),
    'vm.usage': ref => usage.live(ref),
    'vm.usageHistory': ref => usage.history(ref),
    'trial.keep': ref => trials.keep(ref),
    'trial.goBack': ref => trials.goBack(ref),
    'vm.history': ref => history.list(ref),
    'vm.timeline': ref => timelines.read(ref),
    'vm.picture': ref => pictures.read(ref),
    'vm.backupPlan': ref => backups.plan(ref),
    'vm.backup': request => backups.run(request),
    'disk.mergePlan': ref => merges.plan(ref),
    'disk.merge': request => merges.run(request),
    'disk.stop': ref => merges.stop(ref),
    'disk.movePlan': ref => moves.plan(ref),
    'disk.move': request => moves.run(request),
    'snapshot.list': ref => snapshots.list(ref),
    'snapshot.take': request => snapshots.take(request),
    'snapshot.goBack': request => snapshots.goBack(request),
    'snapshot.describe': request => snapshots.describe(request),
    'snapshot.delete': ref => snapshots.delete(ref),
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
    'vv.facts': ({ file }) => vvFiles.facts(file),
    'vv.allow': ({ file }) => vvFiles.allow(file),
    'recording.start': async ({ name }, { window }) => {
      const path = await pickPlace(window, name, 'webm')
      if (path === null) return null
      const recording = await recordings.start(path)
      // Whoever closes the window ends what it recorded.
      window.once('closed', () => void recordings.end(recording).catch(() => undefined))
      return { recording, path }
    },
    'recording.write': ({ recording, bytes }) => recordings.write(recording, bytes),
    'recording.end': ({ recording }) => recordings.end(recording),
    'window.pickFile': ({ kind }, { window }) => pickFile(window, kind, parts.translate),
    'window.areRegularFiles': paths => areRegularFiles(paths),
    'window.detachConsole': ref => windows.openConsole(ref),
    'window.attachConsole': ref => windows.closeConsole(ref),
    'window.close': (_, { window }) => window.close(),
    'window.toScreen': ({ screen }, { window }) => moveToScreen(window, screen),
    'window.savePicture': ({ name, png }, { window }) => saveFile(window, name, 'png', png),
    'window.saveText': ({ name, text }, { window }) => saveFile(window, name, 'log', text),
    'window.copy': parts.copy,
    // A guest may ask for it at any time: what is copied while somebody works elsewhere is none of its business.
    'window.readClipboard': async (_, { window }) =>
      window.isFocused() ? (await parts.paste()) || null : null,
    'window.copyPicture': parts.copyPicture,
    'window.readClipboardPicture': async (_, { window }) =>
      window.isFocused() ? parts.pastePicture() : null,
  }
}
