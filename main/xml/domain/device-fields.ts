// Where the fields of devices stand in a domain's XML, beside those of disks, nics and the like (fields.ts). What libvirt fills
// in only while a machine runs (a pty's path, a port, a context id) is not read: it is no setting.
import { ensureElement, removeIfBare, setAttribute, setContent } from '../edit.ts'
import { attribute, content, type ElementNode, element } from '../lossless.ts'
import { printPciAddress } from '../pci-address.ts'
import { attributeAt, contentAt, type FieldAccess, flagAt, readUnit, switchAt } from './access.ts'
import { graphicsType } from './graphics-type.ts'

const own = (name: string) => attributeAt([], name)
const model = own('model')
const type = own('type')
const logFile = attributeAt(['log'], 'file')

/** libvirt chooses paths for what has none. */
const CHOSEN_PATHS = new Set(['file', 'dev', 'pipe'])
const path: FieldAccess = {
  ...attributeAt(['source'], 'path'),
  read: of =>
    CHOSEN_PATHS.has(attribute(of, 'type') ?? '') ? attribute(element(of, 'source'), 'path') : null,
}

/** A number of libvirt's, or none where it chooses one itself. */
function unlessAutomatic(
  found: (of: ElementNode) => ElementNode | null,
  automatic: string,
  name: string,
): FieldAccess {
  return {
    read(of) {
      const at = found(of)
      return attribute(at, automatic) === 'yes' ? null : attribute(at, name)
    },
    write(of, value) {
      const at = found(of)
      if (!at || value === this.read(of)) return
      setAttribute(at, automatic, value === null ? 'yes' : 'no')
      setAttribute(at, name, value)
    },
  }
}

/** `-1`, which older tools write beside autoport, is no port. */
const port: FieldAccess = {
  ...unlessAutomatic(of => of, 'autoport', 'port'),
  read(of) {
    const value = attribute(of, 'autoport') === 'yes' ? null : attribute(of, 'port')
    return value === '-1' ? null : value
  },
}

/** The old attribute and the element that libvirt prints beside it say the same. */
const listen: FieldAccess = {
  read: of => attribute(element(of, 'listen'), 'address') ?? attribute(of, 'listen'),
  write(of, value) {
    if (value === this.read(of)) return
    const found = element(of, 'listen')
    if (value === null) {
      setAttribute(of, 'listen', null)
      if (found) setAttribute(found, 'address', null)
      return
    }
    if (attribute(of, 'listen') !== null) setAttribute(of, 'listen', value)
    const at = found ?? ensureElement(of, 'listen')
    setAttribute(at, 'type', 'address')
    setAttribute(at, 'address', value)
  },
}

const boot = attributeAt(['boot'], 'order')

/** In MiB, whatever its unit is written in. */
function mib(name: string, step: readonly string[] = []): FieldAccess {
  const find = (of: ElementNode) => element(of, ...step, name)
  return {
    read: of => readUnit(find(of), 'KiB', 1 << 20),
    write(of, value) {
      const found = find(of)
      if (!found || value === null || value === this.read(of)) return
      setAttribute(found, 'unit', 'M')
      setContent(found, value)
    },
  }
}

/** Where a shmem says no unit, libvirt means bytes. */
const shmemSize: FieldAccess = {
  ...mib('size'),
  read: of => readUnit(element(of, 'size'), 'b', 1 << 20),
}

const address: FieldAccess = { read: describeHostdev, write: () => undefined }

/** `0000:03:00.0`, `1234:5678`, the UUID of a mediated device. */
export function describeHostdev(of: ElementNode): string | null {
  const source = element(of, 'source')
  const vendor = attribute(element(source, 'vendor'), 'id')
  const product = attribute(element(source, 'product'), 'id')
  if (vendor && product) return `${vendor}:${product}`.replaceAll('0x', '')
  const at = element(source, 'address')
  if (!at) return null
  if (attribute(at, 'uuid')) return attribute(at, 'uuid')
  if (attribute(of, 'type') === 'usb')
    return ['bus', 'device'].map(part => (attribute(at, part) ?? '').replace('0x', '')).join('.')
  return printPciAddress(part => attribute(at, part))
}

const readOnlyText = (access: FieldAccess): FieldAccess => ({ ...access, write: () => undefined })

/** A child of `<iotune>`, in bytes or operations a second. */
function limit(name: string): FieldAccess {
  return {
    read: of => content(element(of, 'iotune', name))?.trim() ?? null,
    write(of, value) {
      if (value === this.read(of)) return
      contentAt(['iotune'], name).write(of, value)
      removeIfBare(element(of, 'iotune'))
    },
  }
}

/** Of any virtio device. */
const iommu = switchAt(['driver'], 'iommu', 'on', 'off')

export const DEVICE_ACCESS: Readonly<Record<string, FieldAccess>> = {
  'disk.iommu': iommu,
  'nic.iommu': iommu,
  'video.iommu': iommu,
  'rng.iommu': iommu,
  'input.iommu': iommu,
  'controller.iommu': iommu,
  'memballoon.iommu': iommu,
  'vsock.iommu': iommu,
  'disk.wwn': contentAt([], 'wwn'),
  'disk.removable': switchAt(['target'], 'removable', 'on', 'off'),
  'disk.rotationRate': attributeAt(['target'], 'rotation_rate'),
  'disk.detectZeroes': attributeAt(['driver'], 'detect_zeroes'),
  'disk.errorPolicy': attributeAt(['driver'], 'error_policy'),
  'disk.readLimit': limit('read_bytes_sec'),
  'disk.writeLimit': limit('write_bytes_sec'),
  'disk.readOperations': limit('read_iops_sec'),
  'disk.writeOperations': limit('write_iops_sec'),
  'nic.mtu': attributeAt(['mtu'], 'size'),
  'nic.queues': attributeAt(['driver'], 'queues'),
  'nic.filter': attributeAt(['filterref'], 'filter'),
  'nic.isolated': switchAt(['port'], 'isolated', 'yes', 'no'),
  'nic.trustGuest': switchAt([], 'trustGuestRxFilters', 'yes', 'no'),
  'nic.inboundAverage': attributeAt(['bandwidth', 'inbound'], 'average'),
  'nic.outboundAverage': attributeAt(['bandwidth', 'outbound'], 'average'),
  'graphics.type': graphicsType,
  'graphics.listen': listen,
  'graphics.port': port,
  'graphics.keymap': own('keymap'),
  'graphics.imageCompression': attributeAt(['image'], 'compression'),
  'graphics.streaming': attributeAt(['streaming'], 'mode'),
  'graphics.openGl': switchAt(['gl'], 'enable', 'yes', 'no'),
  'video.accel3d': switchAt(['model', 'acceleration'], 'accel3d', 'yes', 'no'),
  'video.vramKiB': attributeAt(['model'], 'vram'),
  'filesystem.driver': attributeAt(['driver'], 'type'),
  'filesystem.sourceDir': attributeAt(['source'], 'dir'),
  'filesystem.target': attributeAt(['target'], 'dir'),
  'filesystem.readOnly': flagAt('readonly'),
  'filesystem.accessMode': own('accessmode'),
  'hostdev.mode': readOnlyText(own('mode')),
  'hostdev.type': readOnlyText(type),
  'hostdev.address': address,
  'hostdev.managed': {
    read: of => (attribute(of, 'managed') === 'yes' ? 'yes' : null),
    write(of, value) {
      if (value !== this.read(of)) setAttribute(of, 'managed', value ?? 'no')
    },
  },
  'hostdev.boot': boot,
  'hostdev.startupPolicy': attributeAt(['source'], 'startupPolicy'),
  'hostdev.romBar': switchAt(['rom'], 'bar', 'on', 'off'),
  'audio.type': type,
  'input.type': type,
  'input.bus': own('bus'),
  'serial.type': readOnlyText(type),
  'serial.path': readOnlyText(path),
  'serial.model': readOnlyText(attributeAt(['target', 'model'], 'name')),
  'serial.logFile': logFile,
  'parallel.type': readOnlyText(type),
  'parallel.path': readOnlyText(path),
  'parallel.logFile': logFile,
  'console.type': readOnlyText(type),
  'console.targetType': readOnlyText(attributeAt(['target'], 'type')),
  'console.logFile': logFile,
  'channel.type': readOnlyText(type),
  'channel.name': readOnlyText(attributeAt(['target'], 'name')),
  'redirdev.bus': readOnlyText(own('bus')),
  'redirdev.type': readOnlyText(type),
  'redirdev.boot': boot,
  'smartcard.mode': readOnlyText(own('mode')),
  'controller.type': readOnlyText(type),
  'controller.model': model,
  'controller.index': own('index'),
  'controller.queues': attributeAt(['driver'], 'queues'),
  'memory.model': readOnlyText(model),
  'memory.sizeMiB': readOnlyText(mib('size', ['target'])),
  'memory.node': readOnlyText(contentAt(['target'], 'node')),
  'memballoon.model': model,
  'memballoon.statsPeriod': attributeAt(['stats'], 'period'),
  'memballoon.autodeflate': switchAt([], 'autodeflate', 'on', 'off'),
  'memballoon.freePageReporting': switchAt([], 'freePageReporting', 'on', 'off'),
  'vsock.cid': unlessAutomatic(of => element(of, 'cid'), 'auto', 'address'),
  'panic.model': model,
  'iommu.model': model,
  'crypto.model': readOnlyText(model),
  'crypto.backend': readOnlyText(attributeAt(['backend'], 'model')),
  'shmem.name': own('name'),
  'shmem.model': readOnlyText(attributeAt(['model'], 'type')),
  'shmem.sizeMiB': shmemSize,
}
