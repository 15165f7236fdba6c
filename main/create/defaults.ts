// The draft that the wizard opens with, and what changes in it when the guest's system is known.
import type { CreateOptions, VmDraft } from '../../preload/model/draft.ts'
import { freeName } from '../../preload/model/free-name.ts'
import type { Network } from '../../preload/model/network.ts'
import type { OsFacts } from '../../preload/model/os.ts'
import type { Pool } from '../../preload/model/storage.ts'

/** What stands when nobody knows the system: enough for a small server, little enough for a laptop. */
const UNKNOWN = { memoryMiB: 2048, cpus: 2, diskGiB: 20 }

export interface DraftSurroundings {
  readonly options: CreateOptions
  readonly networks: readonly Network[]
  readonly pools: readonly Pool[]
  readonly takenNames: readonly string[]
}

export function firstDraft(around: DraftSurroundings): VmDraft {
  const { options } = around
  const pool = around.pools.find(p => p.active && p.name === 'default') ?? around.pools.find(p => p.active)
  return {
    host: options.host,
    arch: options.arch,
    name: freeName('vm', around.takenNames),
    install: { kind: 'iso', on: options.local ? 'host' : 'here', path: '' },
    osId: null,
    ...resources(null, options),
    topology: null,
    acceleration: options.kvm ? 'kvm' : 'none',
    cpuMode: 'default',
    storage: {
      kind: 'new',
      pool: pool?.uuid ?? 'standard',
      sizeGiB: UNKNOWN.diskGiB,
      format: 'qcow2',
      allocation: 'sparse',
    },
    nic: firstNic(around),
    nicModel: 'default',
    firmware: options.bios ? 'bios' : 'uefi',
    tpm: false,
    graphics: options.graphics[0] ?? 'none',
    sound: true,
    startNow: true,
  }
}

/** The draft for a system or another architecture: its size, firmware and TPM; the name too, as long as it is one that we gave. */
export function adoptSystem(draft: VmDraft, os: OsFacts | null, around: DraftSurroundings): VmDraft {
  const { options } = around
  const named = /^(vm|[a-z0-9.]+)(-\d+)?$/.test(draft.name) && !around.takenNames.includes(draft.name)
  return {
    ...draft,
    osId: os?.id ?? null,
    name: named && os ? freeName(os.shortId, around.takenNames) : draft.name,
    ...resources(os, options),
    acceleration: options.kvm ? draft.acceleration : 'none',
    cpuMode: options.cpuModes.includes(draft.cpuMode) ? draft.cpuMode : 'default',
    storage:
      draft.storage.kind === 'new'
        ? { ...draft.storage, sizeGiB: os?.recommended.diskGiB ?? os?.minimum.diskGiB ?? UNKNOWN.diskGiB }
        : draft.storage,
    firmware: firstFirmware(os, options),
    tpm: options.tpm && (os?.devices.tpm ?? false) && firstFirmware(os, options) !== 'bios',
  }
}

/** Recommended, else twice the minimum, never more than the host has (libosinfo's order, as virt-install's). */
function resources(os: OsFacts | null, options: CreateOptions): Pick<VmDraft, 'cpus' | 'memoryMiB'> {
  const cpus = os?.recommended.cpus ?? os?.minimum.cpus ?? UNKNOWN.cpus
  const twice = os?.minimum.memoryMiB ? os.minimum.memoryMiB * 2 : UNKNOWN.memoryMiB
  const memoryMiB = os?.recommended.memoryMiB ?? twice
  return {
    cpus: Math.max(1, Math.min(cpus, options.cpus)),
    memoryMiB: Math.max(128, Math.min(memoryMiB, Math.floor(options.memoryMiB * 0.8))),
  }
}

/**
 * UEFI for Windows, which asks for it, and for Linux of the last years, where the rival still starts BIOS.
 * An unknown system gets BIOS: it starts old and new media alike.
 */
function firstFirmware(os: OsFacts | null, options: CreateOptions): VmDraft['firmware'] {
  if (!options.bios) return 'uefi'
  if (!os || !options.uefi) return 'bios'
  if (!os.firmware.bios) return os.family === 'windows' && options.secureBoot ? 'uefi-secure' : 'uefi'
  const modern = os.released === null || os.released >= '2020-01-01'
  return os.firmware.uefi && modern && (os.family === 'linux' || os.family === 'windows') ? 'uefi' : 'bios'
}

function firstNic({ options, networks }: DraftSurroundings): VmDraft['nic'] {
  if (options.session) return { kind: 'user' }
  const network = networks.find(n => n.name === 'default') ?? networks.find(n => n.active) ?? networks[0]
  return network ? { kind: 'network', network: network.name } : { kind: 'user' }
}
