// How devices and changes are called.
import { FIELDS } from '../../../../preload/model/fields/devices.ts'
import type {
  Device,
  DeviceKind,
  DeviceRef,
  HardwareChange,
  Waiting,
} from '../../../../preload/model/hardware.ts'
import { type NicSource, placeOf } from '../../../../preload/model/nic-source.ts'
import { parseCellMemories, parseDistances } from '../../../../preload/model/numa.ts'
import { parseCells, parsePins, printCpuSet } from '../../../../preload/model/placement.ts'
import { describeForward, parseForwards } from '../../../../preload/model/port-forwards.ts'
import { parseFeatures } from '../../../../preload/model/processor.ts'
import { formatBytes, formatKiB } from '../../../format/bytes.ts'
import type { Words } from '../../../store/words.ts'
import { formatSource } from '../disk-source.ts'

/** `Disk vda`, `Network card 52:54:00:…`, `Sound 1` */
export function nameOf({ kind, key }: DeviceRef, { t }: Words): string {
  if (kind === 'machine') return t('hardware.kind.machine')
  if (kind === 'controller' || kind === 'input') return `${t(`hardware.kind.${kind}`)}: ${key}`
  const place = Number(key)
  const name = Number.isInteger(place) && key !== '' ? (place === 0 ? '' : String(place + 1)) : key
  return `${t(`hardware.kind.${kind}`)} ${name}`.trim()
}

/** A drive is called what it is. */
export function titleOf(device: Device, words: Words): string {
  if (!device.disk || device.disk.device === 'disk') return nameOf(device, words)
  return `${words.t(`vm.device.${device.disk.device}`)} ${device.key}`
}

export function detailOf({ kind, disk, source, values, type }: Device, words: Words): string {
  if (disk) {
    const source = formatSource(disk.source, words.t('vm.empty'))
    return 'path' in disk.source ? source.slice(source.lastIndexOf('/') + 1) : source
  }
  if (source !== undefined) return sourceText(source, words)
  const told = DETAILS[kind]
  return type ?? values[told ?? 'model'] ?? ''
}

/** The field that tells one of its kind best, where that is not its model. */
const DETAILS: Partial<Record<DeviceKind, string>> = {
  filesystem: 'sourceDir',
  hostdev: 'type',
  audio: 'type',
  serial: 'type',
  parallel: 'type',
  console: 'targetType',
  channel: 'type',
  redirdev: 'bus',
  smartcard: 'mode',
  vsock: 'cid',
}

export function sourceText(source: NicSource | null, { t }: Words): string {
  if (!source) return t('hardware.otherSource')
  return t(`vm.nicKinds.${source.kind}`, { source: placeOf(source), kind: source.kind }).trim()
}

export function valueText(field: string, value: string | null, words: Words): string {
  if (value === null) return words.t('hardware.default')
  if (field === 'memoryKiB' || field === 'memoryMaximumKiB') return formatKiB(Number(value), words.language)
  if (field === 'cpuMode' && CPU_MODES.has(value)) return words.t(`wizard.cpuModes.${value}`)
  const listed = listedText(field, value, words)
  if (listed !== null) return listed
  if (field === 'topology') return value.split(',').join(' × ')
  if (NAMED.has(`${field} ${value}`)) return words.t(`hardware.value.${field}.${value}`)
  if (value === 'yes') return words.t('common.yes')
  if (value === 'on' || value === 'off') return words.t(`hardware.switch.${value}`)
  if (field === 'driver' && (value === 'virtiofs' || value === 'path'))
    return words.t(`hardware.driver.${value}`)
  if (field === 'link') return words.t(`hardware.link.${value === 'down' ? 'down' : 'up'}`)
  return value
}

/** Values that are lists, each entry in words. */
function listedText(field: string, value: string, { t, language }: Words): string | null {
  switch (field) {
    case 'vcpuPins':
    case 'ioThreadPins':
      return Object.entries(parsePins(value))
        .map(([number, cpus]) => `${number} → ${cpus}`)
        .join(', ')
    case 'numaCells':
      return parseCells(value)
        .map(({ cpus, memoryKiB }) => `${printCpuSet(cpus)} (${formatKiB(memoryKiB, language)})`)
        .join(', ')
    case 'numaDistances':
      return parseDistances(value)
        .flatMap((row, from) => row.map((distance, to) => (from < to ? `${from}–${to}: ${distance}` : '')))
        .filter(Boolean)
        .join(', ')
    case 'numaMemory':
      return Object.entries(parseCellMemories(value))
        .map(([cell, { mode, nodes }]) => `${cell} → ${nodes} (${mode})`)
        .join(', ')
    case 'portForwards':
      return parseForwards(value).map(describeForward).join(', ')
    case 'cpuFeatures':
      return Object.entries(parseFeatures(value))
        .map(([name, policy]) => `${name} (${t(`processor.policy.${policy}`)})`)
        .join(', ')
    default:
      return null
  }
}

/** Values with a name of their own, at `hardware.value.`. */
const NAMED = new Set([
  'firmware bios',
  'firmware uefi',
  'firmware uefi-secure',
  'firmware custom',
  'hyperv windows',
  'hyperv own',
  'clock utc',
  'clock localtime',
  'label dynamic',
  'label static',
  'label none',
  'startupPolicy mandatory',
  'startupPolicy requisite',
  'startupPolicy optional',
  'launchSecurity sev',
  'launchSecurity sev-snp',
  'launchSecurity tdx',
  'launchSecurity s390-pv',
])

const CPU_MODES = new Set(['host-passthrough', 'host-model', 'maximum'])

export function changeText(change: HardwareChange, words: Words): string {
  const { t, language } = words
  switch (change.do) {
    case 'set':
      return t(change.device.kind === 'machine' ? 'hardware.change.machine' : 'hardware.change.set', {
        device: nameOf(change.device, words),
        field: t(`hardware.field.${change.field}`),
        value:
          isFlag(change.device.kind, change.field) && change.value === null
            ? t('common.no')
            : valueText(change.field, change.value, words),
      })
    case 'nicSource':
      return t('hardware.change.nicSource', {
        device: nameOf(change.device, words),
        source: sourceText(change.source, words),
      })
    case 'bootOrder':
      return t('hardware.change.bootOrder', {
        devices: change.devices.map(device => nameOf(device, words)).join(', ') || t('common.none'),
      })
    case 'grow':
      return `${nameOf(change.device, words)}: ${formatBytes(change.capacityBytes, language)}`
    case 'media':
    case 'diskSource':
    case 'remove':
      return nameOf(change.device, words)
    case 'addDisk':
      return t('hardware.kind.disk')
    case 'addNic':
      return t('hardware.kind.nic')
    case 'addHostDevice':
      return t('hardware.kind.hostdev')
    case 'addDevice':
      return t(`hardware.kind.${change.kind}`)
    case 'xml':
      return t('xml.definition')
    case 'deviceXml':
    case 'keepRunning':
      return nameOf(change.device, words)
  }
}

function isFlag(kind: DeviceKind, field: string): boolean {
  return FIELDS[kind].find(({ id }) => id === field)?.input === 'flag'
}

export function waitingText({ what, field, now, next, ...device }: Waiting, words: Words): string {
  const { t } = words
  const name = nameOf(device, words)
  if (what !== 'changed' || field === null) return t(`hardware.waiting.${what}`, { device: name })
  return t('hardware.waiting.changed', {
    device: name,
    field: t(`hardware.field.${field}`),
    now: valueText(field, now, words),
    next: valueText(field, next, words),
  })
}
