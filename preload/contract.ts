// Every word that main and renderer may say to each other, once.
//   ask   renderer → main, answered            ask('vm.start', ref): Promise<TaskRef>
//   tell  main → renderer, not answered        listen('state.patch', batch => …)
//   pipe  renderer → main, answered by a port  pipe('console.open', ref): Promise<MessagePort>
// Input is parsed at main's door by its schema; output is typed only. Preload needs no word of this file.
import { z } from 'zod'
import type { HostCall } from './model/call.ts'
import { type ClonePlan, CloneRequest } from './model/clone.ts'
import { Deletion, type DeletionPlan } from './model/deletion.ts'
import {
  type BackupPlan,
  BackupRequest,
  DiskRef,
  type MergePlan,
  MergeRequest,
  type MovePlan,
  MoveRequest,
} from './model/disk-job.ts'
import { type CreateOptions, type CreatePlan, OptionsRequest, VmDraft, VmName } from './model/draft.ts'
import { DumpRequest, HostFileRequest } from './model/dump.ts'
import { type GuestInfo, GuestKey, GuestPassword } from './model/guest.ts'
import {
  type Hardware,
  type HardwareOptions,
  type HardwarePreview,
  HardwareRequest,
} from './model/hardware.ts'
import type { HistoryEntry } from './model/history.ts'
import { HostAddress, type HostReport } from './model/host.ts'
import { type HostDevice, type HostDeviceName, type MdevParent, NewMdev } from './model/host-device.ts'
import { HostId, HostRef, PoolRef, TaskRef, VmRef } from './model/ids.ts'
import { LabelsRequest } from './model/labels.ts'
import type { DetectedMedia, OsFacts } from './model/os.ts'
import type { AppSnapshot, PatchBatch, StatsBatch } from './model/patch.ts'
import type { Processors } from './model/processor.ts'
import { Answer } from './model/question.ts'
import type { Readiness } from './model/readiness.ts'
import { ScreenId } from './model/screen.ts'
import { type Settings, SettingsChange } from './model/settings.ts'
import {
  type SnapshotList,
  SnapshotRef,
  SnapshotRequest,
  SnapshotReturn,
  SnapshotWords,
} from './model/snapshot.ts'
import type { Volume } from './model/storage.ts'
import { PictureRef, type TimelineEntry } from './model/timeline.ts'
import type { UsagePoint, UsageReading } from './model/usage.ts'
import type { VvFacts } from './model/vv.ts'
import { SavedChange, type XmlText } from './model/xml.ts'

/** A picture: its first bytes are looked at, and its size. */
const Png = z
  .instanceof(Uint8Array)
  .refine(b => b.byteLength < 64 << 20 && [0x89, 0x50, 0x4e, 0x47].every((byte, at) => b[at] === byte))

interface Ask<I extends z.ZodType, O> {
  readonly input: I
  /** Never read at run time: carries the type of the answer. */
  readonly output?: O
}
interface Tell<P> {
  readonly payload?: P
}
interface Pipe<I extends z.ZodType> {
  readonly input: I
}

function ask<O>() {
  return <I extends z.ZodType>(input: I): Ask<I, O> => ({ input })
}
function tell<P>(): Tell<P> {
  return {}
}
function pipe<I extends z.ZodType>(input: I): Pipe<I> {
  return { input }
}

const nothing = z.undefined()

/** A .vv file that was opened. */
export const VvId = z.uuid()

/** Which picture or text of a VM to connect to. SPICE opens a pipe for each of its channels. */
export const ConsoleRef = z.discriminatedUnion('kind', [
  VmRef.extend({ kind: z.literal('spice') }),
  VmRef.extend({ kind: z.literal('vnc') }),
  /** What a .vv file leads to, after consent. */
  z.object({ kind: z.literal('file'), file: VvId }),
  VmRef.extend({ kind: z.literal('serial'), device: z.string().max(200).nullable() }),
])
export type ConsoleRef = z.infer<typeof ConsoleRef>

/** A video that is being written. */
export const RecordingId = z.uuid()
export type RecordingId = z.infer<typeof RecordingId>

/** A request for the draft's plan: `path` problems come back instead of errors. */
const LooseDraft = z.record(z.string(), z.unknown())

export const contract = {
  ask: {
    'state.snapshot': ask<AppSnapshot>()(nothing),
    'settings.change': ask<Settings>()(SettingsChange),

    'host.add': ask<HostId>()(HostAddress),
    'host.remove': ask<void>()(HostRef),
    'host.test': ask<HostReport>()(HostAddress),
    'host.disconnect': ask<void>()(HostRef),
    'host.retry': ask<void>()(HostRef),
    'host.calls': ask<readonly HostCall[]>()(nothing),
    'question.answer': ask<void>()(Answer),
    'readiness.check': ask<Readiness>()(nothing),

    'vm.start': ask<TaskRef>()(VmRef),
    /** Without its saved state, which is gone then. */
    'vm.startAfresh': ask<TaskRef>()(VmRef),
    'vm.shutdown': ask<TaskRef>()(VmRef),
    'vm.reboot': ask<TaskRef>()(VmRef),
    'vm.reset': ask<TaskRef>()(VmRef),
    'vm.forceOff': ask<TaskRef>()(VmRef),
    /** Whether it starts with its host. */
    'vm.setAutostart': ask<void>()(VmRef.extend({ on: z.boolean() })),
    'vm.pause': ask<TaskRef>()(VmRef),
    'vm.resume': ask<TaskRef>()(VmRef),
    'vm.save': ask<TaskRef>()(VmRef),
    'vm.discardSaved': ask<TaskRef>()(VmRef),
    'vm.rename': ask<TaskRef>()(VmRef.extend({ name: VmName })),
    'vm.dump': ask<TaskRef>()(DumpRequest),
    'vm.saveFile': ask<TaskRef>()(HostFileRequest),
    'vm.restoreFile': ask<TaskRef>()(HostFileRequest),
    'vm.clonePlan': ask<ClonePlan>()(VmRef),
    'vm.clone': ask<TaskRef>()(CloneRequest),
    'vm.xml': ask<XmlText>()(VmRef),
    /** The command line that libvirt would start for its definition. */
    'vm.nativeCommand': ask<string>()(VmRef),
    /** The definition that it goes on with from its saved state, without secrets. */
    'vm.savedXml': ask<string>()(VmRef),
    'vm.changeSaved': ask<TaskRef>()(SavedChange),
    'vm.setGuestPassword': ask<void>()(GuestPassword),
    'vm.addGuestKey': ask<void>()(GuestKey),
    /** PNG, or PPM from older hosts. */
    'vm.screenshot': ask<Uint8Array>()(VmRef),
    'vm.deletionPlan': ask<DeletionPlan>()(VmRef),
    'vm.delete': ask<TaskRef>()(Deletion),
    'vm.hardware': ask<Hardware>()(VmRef),
    'vm.hardwareOptions': ask<HardwareOptions>()(VmRef),
    /** Of its host, for a machine of its kind. */
    'vm.processors': ask<Processors>()(VmRef),
    /** Of its host. */
    'vm.hostDevices': ask<readonly HostDevice[]>()(VmRef),
    /** What of its host can be divided among machines; and a new part, by its name. */
    'vm.mdevParents': ask<readonly MdevParent[]>()(VmRef),
    'vm.makeMdev': ask<HostDeviceName>()(NewMdev),
    'vm.previewChange': ask<HardwarePreview>()(HardwareRequest),
    'vm.change': ask<TaskRef>()(HardwareRequest),
    /** Null while it is off. */
    'vm.guest': ask<GuestInfo | null>()(VmRef),
    'vm.setLabels': ask<void>()(LabelsRequest),
    /** Null while it is off. */
    'vm.usage': ask<UsageReading | null>()(VmRef),
    'vm.usageHistory': ask<readonly UsagePoint[]>()(VmRef),
    'trial.keep': ask<void>()(VmRef),
    'trial.goBack': ask<void>()(VmRef),
    'vm.history': ask<readonly HistoryEntry[]>()(VmRef),
    'vm.timeline': ask<readonly TimelineEntry[]>()(VmRef),
    /** PNG; null where it is gone. */
    'vm.picture': ask<Uint8Array | null>()(PictureRef),

    'vm.backupPlan': ask<BackupPlan>()(VmRef),
    'vm.backup': ask<TaskRef>()(BackupRequest),
    'disk.mergePlan': ask<MergePlan>()(DiskRef),
    'disk.merge': ask<TaskRef>()(MergeRequest),
    'disk.stop': ask<TaskRef>()(DiskRef),
    'disk.movePlan': ask<MovePlan>()(DiskRef),
    'disk.move': ask<TaskRef>()(MoveRequest),
    'snapshot.list': ask<SnapshotList>()(VmRef),
    'snapshot.take': ask<TaskRef>()(SnapshotRequest),
    'snapshot.goBack': ask<TaskRef>()(SnapshotReturn),
    'snapshot.describe': ask<TaskRef>()(SnapshotWords),
    'snapshot.delete': ask<TaskRef>()(SnapshotRef),

    'storage.volumes': ask<readonly Volume[]>()(PoolRef),

    'create.options': ask<CreateOptions>()(OptionsRequest),
    'create.draft': ask<VmDraft>()(HostRef),
    'create.systems': ask<readonly OsFacts[]>()(nothing),
    'create.inspect': ask<DetectedMedia>()(z.object({ host: HostId, path: z.string().max(4096) })),
    'create.adopt': ask<VmDraft>()(z.object({ draft: LooseDraft, osId: z.string().max(300).nullable() })),
    'create.plan': ask<CreatePlan>()(LooseDraft),
    'create.run': ask<TaskRef>()(VmDraft),

    'task.cancel': ask<void>()(TaskRef),
    'task.dismiss': ask<void>()(TaskRef),

    'vv.facts': ask<VvFacts>()(z.object({ file: VvId })),
    'vv.allow': ask<void>()(z.object({ file: VvId })),
    /** Asks where to; null: nowhere. */
    'recording.start': ask<{ recording: RecordingId; path: string } | null>()(
      z.object({ name: z.string().max(200) }),
    ),
    'recording.write': ask<void>()(
      z.object({
        recording: RecordingId,
        bytes: z.instanceof(Uint8Array).refine(b => b.byteLength < 64 << 20),
      }),
    ),
    'recording.end': ask<void>()(z.object({ recording: RecordingId })),

    'window.pickFile': ask<string | null>()(z.object({ kind: z.enum(['media', 'kernel', 'initrd']) })),
    /** Of files that were dropped or chosen: no folders, no links, no devices. */
    'window.areRegularFiles': ask<readonly boolean[]>()(z.array(z.string().max(4096)).max(10_000)),
    /** Opens a machine's console in a window of its own, or shows that. */
    'window.detachConsole': ask<void>()(VmRef),
    /** Closes that window. */
    'window.attachConsole': ask<void>()(VmRef),
    'window.close': ask<void>()(nothing),
    /** Moves the window to a screen which it is about to fill; back again when it does so no more. */
    'window.toScreen': ask<void>()(z.object({ screen: ScreenId })),
    'window.savePicture': ask<string | null>()(
      z.object({
        name: z.string().max(200),
        png: Png,
      }),
    ),
    'window.saveText': ask<string | null>()(
      z.object({ name: z.string().max(200), text: z.string().max(64 << 20) }),
    ),
    /** The clipboard's text; null where there is none, and for a window that nobody types in. */
    'window.readClipboard': ask<string | null>()(nothing),
    'window.copy': ask<void>()(z.string().max(4 << 20)),
    /** The same for its picture, as PNG. */
    'window.readClipboardPicture': ask<Uint8Array | null>()(nothing),
    'window.copyPicture': ask<void>()(Png),
  },
  tell: {
    'state.patch': tell<PatchBatch>(),
    'state.stats': tell<StatsBatch>(),
    'state.settings': tell<Settings>(),
    /** The application menu or a second instance asks for an action by its id. */
    'action.run': tell<string>(),
  },
  pipe: {
    'console.open': pipe(ConsoleRef),
  },
} as const

type Asks = typeof contract.ask
type Tells = typeof contract.tell
type Pipes = typeof contract.pipe

export type AskName = keyof Asks
export type AskInput<K extends AskName> = z.input<Asks[K]['input']>
export type AskParsed<K extends AskName> = z.output<Asks[K]['input']>
export type AskOutput<K extends AskName> = Asks[K] extends Ask<z.ZodType, infer O> ? O : never
export type TellName = keyof Tells
export type TellPayload<K extends TellName> = Required<Tells[K]>['payload']
export type PipeName = keyof Pipes
export type PipeInput<K extends PipeName> = z.input<Pipes[K]['input']>
export type PipeParsed<K extends PipeName> = z.output<Pipes[K]['input']>
