// Single values of a running machine: which of them libvirt can change at once (its documentation of virDomainSetVcpusFlags,
// virDomainSetMemoryFlags, virDomainSetBlockIoTune, virDomainSetSchedulerParameters and their like).
import type { HardwareChange } from '../../../preload/model/hardware.ts'
import { parsePins } from '../../../preload/model/placement.ts'
import { attribute, type ElementNode, element } from '../lossless.ts'
import { ACCESS } from './fields.ts'
import { locateDevice } from './hardware.ts'
import { planPins } from './live-pins.ts'
import { type LivePlan, NOTHING, take, wait } from './live-plan.ts'
import { planUpdate } from './live-update.ts'

export function planSet(change: Extract<HardwareChange, { do: 'set' }>, live: ElementNode): LivePlan {
  const { device, field, value } = change
  const of = locateDevice(live, device)
  if (!of) return wait('notThere')
  const now = ACCESS[`${device.kind}.${field}`]?.read(of) ?? null
  if (now === value) return NOTHING
  switch (`${device.kind}.${field}`) {
    case 'nic.link':
    case 'nic.inboundAverage':
    case 'nic.outboundAverage':
    case 'nic.filter':
      return planUpdate(change, live)
    case 'machine.title':
    case 'machine.description':
      return take({ do: 'words', what: field as 'title' | 'description', text: value })
    case 'machine.cpus':
      return planCpus(Number(now), Number(value), Number(ACCESS['machine.cpusMaximum']?.read(of)))
    case 'machine.memoryKiB':
      return planMemory(Number(now), Number(value), of)
    case 'disk.readLimit':
    case 'disk.writeLimit':
    case 'disk.readOperations':
    case 'disk.writeOperations':
      return take({
        do: 'limit',
        disk: device.key,
        name: LIMITS[field] ?? '',
        value: Number(value ?? 0),
        before: Number(now ?? 0),
      })
    case 'machine.cpuShares':
      return planTuning('scheduler', 'cpu_shares', now, value)
    case 'machine.cpuQuota':
      return planTuning('scheduler', 'vcpu_quota', now, value)
    case 'machine.diskWeight':
      return planTuning('blkio', 'weight', now, value)
    case 'machine.vcpuPins':
      return planPins('vcpu', parsePins(now), parsePins(value))
    case 'machine.ioThreadPins':
      return planPins('ioThread', parsePins(now), parsePins(value))
    case 'machine.emulatorPin':
      return planPins('emulator', now === null ? {} : { 0: now }, value === null ? {} : { 0: value })
    case 'memballoon.statsPeriod':
    case 'machine.onPowerOff':
    case 'machine.onReboot':
    case 'machine.onCrash':
    case 'machine.cpuSet':
    case 'machine.numaNodes':
      return wait('atStart')
    case 'machine.firmware':
    case 'machine.bootMenu':
    case 'machine.bootMenuTimeout':
    case 'machine.kernel':
    case 'machine.initrd':
    case 'machine.kernelArguments':
      return wait('firmware')
    default:
      return wait('fixed')
  }
}

/** What it was without a word on it, libvirt chooses at the start. */
function planTuning(
  of: 'scheduler' | 'blkio',
  name: string,
  now: string | null,
  value: string | null,
): LivePlan {
  if (value === null) return wait('atStart')
  return take({ do: 'tune', of, name, value: Number(value), before: now === null ? null : Number(now) })
}

/** virDomainSetBlockIoTune's names. */
const LIMITS: Readonly<Record<string, string>> = {
  readLimit: 'read_bytes_sec',
  writeLimit: 'write_bytes_sec',
  readOperations: 'read_iops_sec',
  writeOperations: 'write_iops_sec',
}

function planCpus(now: number, next: number, most: number): LivePlan {
  if (next > most) return wait('aboveMaximum')
  // Taking one away needs a guest that lets go of it, and libvirt marks those it started with as not removable.
  if (next < now) return wait('cpuRemoval')
  return take({ do: 'cpus', count: next, before: now })
}

function planMemory(now: number, next: number, domain: ElementNode): LivePlan {
  const balloon = element(domain, 'devices', 'memballoon')
  if (!balloon || attribute(balloon, 'model') === 'none') return wait('noBalloon')
  if (next > Number(ACCESS['machine.memoryMaximumKiB']?.read(domain))) return wait('aboveMaximum')
  return take({ do: 'memory', kib: next, before: now })
}
