// One file of osinfo-db → what we keep of it; then inheritance (`derives-from`) worked out over all of them.
import { DOMParser, type Element } from '@xmldom/xmldom'
import type { OsFacts, OsResources } from '../../preload/model/os.ts'
import type { LabelPattern } from './database.ts'

export interface OsEntry {
  readonly id: string
  readonly shortId: string
  readonly name: string
  readonly family: string
  readonly released: string | null
  readonly endOfLife: string | null
  readonly parent: string | null
  readonly minimum: OsResources | null
  readonly recommended: OsResources | null
  readonly devices: readonly string[]
  /** Those of an ancestor that this one no longer has. */
  readonly removedDevices: readonly string[]
  readonly bios: boolean | null
  readonly uefi: boolean | null
  readonly patterns: readonly LabelPattern[]
}

/** Translations are most of a file and none of our business: left out before parsing, which halves the time. */
const TRANSLATION = /^\s*<\w+ xml:lang=.*\n/gm

/** Null for a file that is no description of a system. */
export function readOsFile(text: string): OsEntry | null {
  let os: Element | undefined
  try {
    const root = new DOMParser({ onError: () => undefined }).parseFromString(
      text.replace(TRANSLATION, ''),
      'text/xml',
    )
    os = children(root.documentElement, 'os')[0]
  } catch {
    return null
  }
  const id = os?.getAttribute('id')
  if (!os || !id) return null
  const resources = children(os, 'resources').filter(r =>
    ['all', 'x86_64'].includes(r.getAttribute('arch') ?? ''),
  )
  return {
    id,
    shortId: textOf(os, 'short-id') ?? id,
    name: textOf(os, 'name') ?? id,
    family: textOf(os, 'family') ?? '',
    released: textOf(os, 'release-date'),
    endOfLife: textOf(os, 'eol-date'),
    parent: children(os, 'derives-from')[0]?.getAttribute('id') ?? null,
    minimum: readResources(resources, 'minimum'),
    recommended: readResources(resources, 'recommended'),
    devices: readDevices(os, false),
    removedDevices: readDevices(os, true),
    bios: readFirmware(os, 'bios'),
    uefi: readFirmware(os, 'efi'),
    patterns: children(os, 'media')
      .filter(media => isForPc(media))
      .flatMap(media => children(media, 'iso'))
      .map(iso => ({
        os: id,
        volumeId: textOf(iso, 'volume-id'),
        systemId: textOf(iso, 'system-id'),
        publisherId: textOf(iso, 'publisher-id'),
        applicationId: textOf(iso, 'application-id'),
      })),
  }
}

/** A later entry's own word counts; what it leaves open is its parent's. */
export function resolveEntries(entries: ReadonlyMap<string, OsEntry>): {
  systems: OsFacts[]
  patterns: LabelPattern[]
} {
  const systems = [...entries.values()].map(entry => toFacts(entry, lineOf(entry, entries)))
  return { systems, patterns: [...entries.values()].flatMap(entry => entry.patterns) }
}

function lineOf(entry: OsEntry, entries: ReadonlyMap<string, OsEntry>): OsEntry[] {
  const line: OsEntry[] = []
  for (let at: OsEntry | undefined = entry; at && !line.includes(at); at = entries.get(at.parent ?? ''))
    line.push(at)
  return line
}

/** From the oldest ancestor on: each adds and takes away. */
function inheritDevices(line: readonly OsEntry[]): Set<string> {
  const devices = new Set<string>()
  for (const entry of line.toReversed()) {
    for (const device of entry.removedDevices) devices.delete(device)
    for (const device of entry.devices) devices.add(device)
  }
  return devices
}

/** Each value from the nearest that has one. */
function inheritResources(line: readonly (OsResources | null)[]): OsResources {
  const nearest = (of: keyof OsResources) => line.find(r => r?.[of] != null)?.[of] ?? null
  return { memoryMiB: nearest('memoryMiB'), cpus: nearest('cpus'), diskGiB: nearest('diskGiB') }
}

function toFacts(entry: OsEntry, line: readonly OsEntry[]): OsFacts {
  const devices = inheritDevices(line)
  const has = (...ids: string[]) => ids.some(id => devices.has(id))
  const virtio = (...ids: string[]) => has(...ids.map(id => `http://pcisig.com/pci/1af4/${id}`))
  const family = readFamily(entry.family)
  const bios = line.map(e => e.bios).find(b => b !== null) ?? true
  const uefi = line.map(e => e.uefi).find(u => u !== null) ?? family === 'linux'
  return {
    id: entry.id,
    shortId: entry.shortId,
    name: entry.name,
    family,
    released: entry.released,
    endOfLife: entry.endOfLife,
    minimum: inheritResources(line.map(e => e.minimum)),
    recommended: inheritResources(line.map(e => e.recommended)),
    devices: {
      virtioDisk: virtio('1001', '1042'),
      virtioNet: virtio('1000', '1041'),
      virtioGpu: virtio('1050'),
      virtioRng: virtio('1005', '1044'),
      virtioBalloon: virtio('1002', '1045'),
      virtioSerial: virtio('1003', '1043'),
      q35: has('http://qemu.org/chipset/x86/q35'),
      usb3: has('http://pcisig.com/pci/1b36/0004', 'http://pcisig.com/pci/1033/0194'),
      // The data names no TPM: a Windows that does without BIOS is one that asks for it.
      tpm: family === 'windows' && !bios,
    },
    firmware: { bios, uefi },
  }
}

function readFamily(family: string): OsFacts['family'] {
  if (family === 'linux') return 'linux'
  if (family.startsWith('win')) return 'windows'
  if (/bsd$/.test(family) || family === 'dragonfly') return 'bsd'
  return family === 'darwin' ? 'macos' : 'other'
}

/** Bytes to MiB and GiB; the words of `all` and `x86_64` together, the latter's first. */
function readResources(resources: readonly Element[], name: string): OsResources | null {
  const found = [...resources].sort((a, b) =>
    (b.getAttribute('arch') ?? '').localeCompare(a.getAttribute('arch') ?? ''),
  )
  const value = (what: string) => {
    for (const resource of found) {
      const text = textOf(children(resource, name)[0], what)
      if (text && Number(text) > 0) return Number(text)
    }
    return null
  }
  const [ram, cpus, storage] = [value('ram'), value('n-cpus'), value('storage')]
  if (ram === null && cpus === null && storage === null) return null
  return {
    memoryMiB: ram === null ? null : Math.round(ram / 2 ** 20),
    cpus,
    diskGiB: storage === null ? null : Math.ceil(storage / 2 ** 30),
  }
}

function readDevices(os: Element, removed: boolean): string[] {
  return children(children(os, 'devices')[0], 'device')
    .filter(device => (device.getAttribute('removed') === 'true') === removed)
    .map(device => device.getAttribute('id') ?? '')
}

function readFirmware(os: Element, type: string): boolean | null {
  const found = children(os, 'firmware').find(
    f => f.getAttribute('type') === type && ['x86_64', 'all'].includes(f.getAttribute('arch') ?? ''),
  )
  return found ? found.getAttribute('supported') !== 'false' : null
}

function isForPc(media: Element): boolean {
  return ['x86_64', 'i686', 'i386', 'all', ''].includes(media.getAttribute('arch') ?? '')
}

function children(of: Element | null | undefined, name: string): Element[] {
  const found: Element[] = []
  for (let node = of?.firstChild ?? null; node; node = node.nextSibling) {
    if (node.nodeName === name) found.push(node as Element)
  }
  return found
}

function textOf(of: Element | undefined, name: string): string | null {
  const text = children(of, name)[0]?.textContent?.trim()
  return text ? text : null
}
