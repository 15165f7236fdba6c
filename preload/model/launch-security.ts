// What a machine needs for encrypted memory beside the encryption itself (libvirt's "Launch security with AMD SEV"): its virtio
// devices go through the IOMMU, and SEV's memory stays where it is.
import { FIELDS } from './fields/devices.ts'
import { hasField } from './fields/spec.ts'
import type { Device, HardwareChange } from './hardware.ts'

type Set = Extract<HardwareChange, { do: 'set' }>

/** Kinds whose pages must not move, for QEMU holds them encrypted where they are. */
const LOCKED: ReadonlySet<string> = new Set(['sev'])

/**
 * Changes that go with another kind of protection. What is no longer needed is what it was before.
 * @param devices as they are defined
 * @param value null for none
 */
export function neededFor(value: string | null, devices: readonly Device[]): Set[] {
  return devices.flatMap((device): Set[] => {
    const { kind, key, values } = device
    const set = (field: string, wanted: string | null) =>
      ({ do: 'set', device: { kind, key }, field, value: wanted }) as const
    const now = (field: string) => values[field] ?? null
    if (kind === 'machine')
      return [set('lockedMemory', value !== null && LOCKED.has(value) ? 'yes' : now('lockedMemory'))]
    return isVirtio(device) ? [set('iommu', value === null ? now('iommu') : 'on')] : []
  })
}

/** The form has the switch for those that can have it. */
function isVirtio({ kind, values }: Device): boolean {
  return FIELDS[kind].some(spec => spec.id === 'iommu' && hasField(spec, values))
}
