// The fields of the machine itself, by the part of its form.
import { choice, type FieldSpec, one, told, whole } from './spec.ts'

export const MACHINE_SECTIONS = [
  'processor',
  'memory',
  'firmware',
  'behaviour',
  'performance',
  'tuning',
  'placement',
  'security',
] as const
export type MachineSection = (typeof MACHINE_SECTIONS)[number]

export interface MachineField extends FieldSpec {
  /** Those without one are always in sight. */
  readonly section?: MachineSection
}

const inSection = (section: MachineSection, fields: readonly FieldSpec[]): MachineField[] =>
  fields.map(field => ({ ...field, section }))

export const MACHINE_FIELDS: readonly MachineField[] = [
  one('title', 'text'),
  one('description', 'text'),
  one('cpus', 'number'),
  one('cpusMaximum', 'number'),
  one('memoryKiB', 'number'),
  one('memoryMaximumKiB', 'number'),
  choice('cpuMode'),
  ...inSection('processor', [told(one('topology', 'text')), one('cpuFeatures', 'text')]),
  ...inSection('memory', [
    told(one('hugepages', 'flag')),
    told(one('lockedMemory', 'flag')),
    told(one('noSharePages', 'flag')),
    choice('memorySource', 'anonymous', 'file', 'memfd'),
    told(choice('memoryAccess', 'private', 'shared')),
  ]),
  ...inSection('firmware', [
    told(choice('firmware', 'bios', 'uefi', 'uefi-secure')),
    told(choice('machineType')),
    one('bootMenu', 'switch'),
    one('bootMenuTimeout', 'number'),
    told(one('kernel', 'text')),
    one('initrd', 'text'),
    one('kernelArguments', 'text'),
  ]),
  ...inSection('behaviour', [
    choice('onPowerOff', 'destroy', 'restart', 'preserve'),
    choice('onReboot', 'restart', 'destroy', 'preserve'),
    choice('onCrash', 'destroy', 'restart', 'preserve', 'coredump-destroy', 'coredump-restart'),
    told(choice('clock', 'utc', 'localtime')),
    one('acpi', 'flag'),
    one('apic', 'flag'),
  ]),
  ...inSection('performance', [
    told(choice('hyperv', 'windows')),
    told(one('kvmHidden', 'switch')),
    told(one('hpet', 'switch')),
    told(one('pmu', 'switch')),
    told(one('ioThreads', 'number')),
  ]),
  ...inSection('tuning', [
    told(one('cpuShares', 'number')),
    told(one('cpuQuota', 'number')),
    told(one('diskWeight', 'number')),
  ]),
  ...inSection('placement', [
    one('cpuSet', 'text'),
    one('vcpuPins', 'text'),
    one('emulatorPin', 'text'),
    one('ioThreadPins', 'text'),
    one('numaCells', 'text'),
    one('numaDistances', 'text'),
    one('numaMemory', 'text'),
    told(choice('numaMode', 'strict', 'preferred', 'interleave', 'restrictive')),
    told(one('numaNodes', 'text')),
  ]),
  ...inSection('security', [
    told(choice('label', 'dynamic', 'none')),
    told(whole(choice('launchSecurity', 'sev', 'sev-snp', 'tdx', 's390-pv'))),
  ]),
]
