// The element of a new device, from what the form asked (preload/model/fields/added.ts), and what must be in the definition for it.
import type { AddedKind } from '../../../preload/model/fields/added.ts'
import { ensureElement, insertElement, setAttribute } from '../edit.ts'
import { attribute, content, type ElementNode, element, elements } from '../lossless.ts'
import { el, type XmlSpec } from '../write.ts'
import { readKiB } from './access.ts'

type Values = Readonly<Record<string, string>>

/** @returns the new device */
export function addDevice(
  domain: ElementNode,
  devices: ElementNode,
  kind: AddedKind,
  values: Values,
): ElementNode {
  if (kind === 'filesystem' && values['driver'] === 'virtiofs') shareMemory(domain)
  if (kind === 'memory') makeRoomForModules(domain, Number(values['sizeMiB']) * 1024)
  if (kind === 'panic' && values['model'] === 'hyperv')
    ensureElement(ensureElement(domain, 'features', ['os']), 'hyperv')
  const spec = SPECS[kind](values, devices)
  return insertElement(devices, spec, [spec.name])
}

const SLOTS = 16
/** Modules need slots, a maximum, and a NUMA node to belong to (libvirt's "Memory allocation" and "Memory devices"). */
function makeRoomForModules(domain: ElementNode, moduleKiB: number): void {
  const memoryKiB = Number(readKiB(element(domain, 'memory')) ?? 0)
  if (!element(domain, 'maxMemory')) {
    const most = el('maxMemory', { slots: SLOTS, unit: 'KiB' }, memoryKiB + SLOTS * moduleKiB)
    insertElement(domain, most, ['name', 'uuid', 'title', 'description', 'metadata'])
  }
  const cpu = ensureElement(domain, 'cpu', ['os', 'features'])
  if (element(cpu, 'numa', 'cell')) return
  const cpus = Number(content(element(domain, 'vcpu')) ?? 1)
  const all = cpus > 1 ? `0-${cpus - 1}` : '0'
  const cell = el('cell', { id: 0, cpus: all, memory: memoryKiB, unit: 'KiB' })
  insertElement(ensureElement(cpu, 'numa', ['model', 'vendor', 'topology']), cell)
}

/** The daemon beside QEMU reads and writes the guest's memory (libvirt's "Sharing files with Virtiofs"). */
export function shareMemory(domain: ElementNode): void {
  if (sharesMemory(domain)) return
  const backing = ensureElement(domain, 'memoryBacking', ['memory', 'currentMemory', 'maxMemory'])
  if (!element(backing, 'hugepages') && !element(backing, 'source'))
    setAttribute(ensureElement(backing, 'source'), 'type', 'memfd')
  setAttribute(ensureElement(backing, 'access', ['source']), 'mode', 'shared')
}

export function sharesMemory(domain: ElementNode): boolean {
  return (
    attribute(element(domain, 'memoryBacking', 'access'), 'mode') === 'shared' ||
    elements(element(domain, 'cpu', 'numa'), 'cell').some(cell => attribute(cell, 'memAccess') === 'shared')
  )
}

const CHANNEL_TYPES: Readonly<Record<string, string>> = {
  'com.redhat.spice.0': 'spicevmc',
  'org.spice-space.webdav.0': 'spiceport',
}

const SPECS: Readonly<Record<AddedKind, (values: Values, devices: ElementNode) => XmlSpec>> = {
  filesystem: ({ driver, sourceDir, target, readOnly }) =>
    el('filesystem', { type: 'mount', accessmode: driver === 'virtiofs' ? 'passthrough' : 'mapped' }, [
      el('driver', { type: driver }),
      el('source', { dir: sourceDir }),
      el('target', { dir: target }),
      readOnly === 'yes' && driver !== 'virtiofs' && el('readonly'),
    ]),
  graphics: ({ type, listen }) =>
    el('graphics', { type, autoport: 'yes' }, [el('listen', { type: 'address', address: listen })]),
  video: ({ model }) => el('video', {}, [el('model', { type: model })]),
  sound: ({ model }) => el('sound', { model }),
  tpm: ({ model }) => el('tpm', { model }, [el('backend', { type: 'emulator', version: '2.0' })]),
  rng: ({ model }) => el('rng', { model }, [el('backend', { model: 'random' }, '/dev/urandom')]),
  watchdog: ({ model }) => el('watchdog', { model, action: 'reset' }),
  input: ({ type, bus }) => el('input', { type, bus }),
  serial: ({ type, path }, devices) =>
    el('serial', { type }, [
      type === 'file' && el('source', { path }),
      el('target', { port: freePort(devices, 'serial') }),
    ]),
  parallel: ({ type, path }, devices) =>
    el('parallel', { type }, [
      type === 'file' && el('source', { path }),
      el('target', { port: freePort(devices, 'parallel') }),
    ]),
  console: () => el('console', { type: 'pty' }, [el('target', { type: 'virtio' })]),
  channel: ({ name = '', otherName }) => {
    const chosen = name === 'other' ? otherName : name
    const type = CHANNEL_TYPES[name] ?? 'unix'
    return el('channel', { type }, [
      type === 'spiceport' && el('source', { channel: chosen }),
      el('target', { type: 'virtio', name: chosen }),
    ])
  },
  redirdev: () => el('redirdev', { bus: 'usb', type: 'spicevmc' }),
  smartcard: ({ mode }) => el('smartcard', mode === 'host' ? { mode } : { mode, type: 'spicevmc' }),
  controller: ({ type = '' }, devices) =>
    el('controller', { type, index: freeIndex(devices, type), model: CONTROLLER_MODELS[type] }),
  memory: ({ sizeMiB }) =>
    el('memory', { model: 'dimm' }, [
      el('target', {}, [el('size', { unit: 'MiB' }, sizeMiB), el('node', {}, 0)]),
    ]),
  vsock: () => el('vsock', { model: 'virtio' }, [el('cid', { auto: 'yes' })]),
  panic: ({ model }) => el('panic', { model }),
  iommu: ({ model }) => el('iommu', { model }),
  crypto: () =>
    el('crypto', { model: 'virtio', type: 'qemu' }, [el('backend', { model: 'builtin', queues: 1 })]),
  shmem: ({ name, sizeMiB }) =>
    el('shmem', { name }, [el('model', { type: 'ivshmem-plain' }), el('size', { unit: 'M' }, sizeMiB)]),
}

/** Left to itself, libvirt takes older ones for these. */
const CONTROLLER_MODELS: Readonly<Record<string, string>> = { usb: 'qemu-xhci', scsi: 'virtio-scsi' }

function freeIndex(devices: ElementNode, type: string): number {
  const taken = elements(devices, 'controller').filter(one => attribute(one, 'type') === type)
  return firstFree(taken.map(one => attribute(one, 'index')))
}

function freePort(devices: ElementNode, name: string): number {
  return firstFree(elements(devices, name).map(one => attribute(element(one, 'target'), 'port')))
}

function firstFree(taken: readonly (string | null)[]): number {
  let free = 0
  while (taken.includes(String(free))) free++
  return free
}
