// The fields of every kind of device in the hardware form.
import type { DeviceKind } from '../hardware.ts'
import { MACHINE_FIELDS } from './machine.ts'
import { choice, type FieldSpec, one } from './spec.ts'

/** Values that libvirt gives by itself where nothing is said are not among them: saying nothing is a choice too. */
export const FIELDS: Readonly<Record<DeviceKind, readonly FieldSpec[]>> = {
  machine: MACHINE_FIELDS,
  disk: [
    choice('bus'),
    choice('cache', 'none', 'writeback', 'writethrough', 'directsync', 'unsafe'),
    choice('io', 'native', 'threads', 'io_uring'),
    choice('discard', 'unmap', 'ignore'),
    one('readOnly', 'flag'),
    one('shareable', 'flag'),
    one('serial', 'text'),
    one('boot', 'order'),
  ],
  nic: [
    choice('model', 'virtio', 'e1000e', 'e1000', 'rtl8139'),
    choice('link', 'up', 'down'),
    one('mac', 'text'),
    one('boot', 'order'),
  ],
  graphics: [],
  video: [choice('model'), one('heads', 'number')],
  sound: [choice('model', 'ich9', 'ich6', 'ac97', 'usb')],
  tpm: [choice('model'), choice('version')],
  rng: [choice('model')],
  watchdog: [
    choice('model', 'itco', 'i6300esb', 'ib700'),
    choice('action', 'reset', 'shutdown', 'poweroff', 'pause', 'none', 'dump', 'inject-nmi'),
  ],
}
