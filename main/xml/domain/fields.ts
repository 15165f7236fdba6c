// Where each field of the hardware form stands in a domain's XML: libvirt's formatdomain page, element by element.
import { attribute, element } from '../lossless.ts'
import { attributeAt, type FieldAccess, flagAt, textAt } from './access.ts'
import { DEVICE_ACCESS } from './device-fields.ts'
import { changeBus } from './disk-bus.ts'
import { MACHINE_ACCESS } from './machine-fields.ts'
import { PLACEMENT_ACCESS } from './placement-fields.ts'
import { nicBackend, portForwards } from './port-forwards.ts'
import { SWITCH_ACCESS } from './switch-fields.ts'

export type { FieldAccess } from './access.ts'

const boot = attributeAt(['boot'], 'order')
const model = attributeAt(['model'], 'type')

/** By `kind.field`; every field of preload/model/hardware.ts is here (fields.test.ts). */
export const ACCESS: Readonly<Record<string, FieldAccess>> = {
  ...MACHINE_ACCESS,
  ...SWITCH_ACCESS,
  ...PLACEMENT_ACCESS,
  ...DEVICE_ACCESS,
  'disk.bus': { read: of => attribute(element(of, 'target'), 'bus'), write: changeBus },
  'disk.cache': attributeAt(['driver'], 'cache'),
  'disk.io': attributeAt(['driver'], 'io'),
  'disk.discard': attributeAt(['driver'], 'discard'),
  'disk.readOnly': flagAt('readonly'),
  'disk.shareable': flagAt('shareable'),
  'disk.serial': textAt('serial', ['target']),
  'disk.boot': boot,
  'nic.model': model,
  'nic.link': attributeAt(['link'], 'state'),
  'nic.backend': nicBackend,
  'nic.portForwards': portForwards,
  'nic.mac': attributeAt(['mac'], 'address'),
  'nic.boot': boot,
  'video.model': model,
  'video.heads': attributeAt(['model'], 'heads'),
  'sound.model': attributeAt([], 'model'),
  'tpm.model': attributeAt([], 'model'),
  'tpm.version': attributeAt(['backend'], 'version'),
  'rng.model': attributeAt([], 'model'),
  'watchdog.model': attributeAt([], 'model'),
  'watchdog.action': attributeAt([], 'action'),
}
