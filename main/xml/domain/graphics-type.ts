// From SPICE to VNC and back. Only SPICE carries sound, the agent's channel, USB redirection and smart cards: with the last SPICE
// display they go, for libvirt starts no machine that has them without it; with the first one the agent's channel comes.
import { insertElement, removeElement, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import type { FieldAccess } from './access.ts'

export const graphicsType: FieldAccess = {
  read: of => attribute(of, 'type'),
  write(of, value) {
    const before = this.read(of)
    if (value === null || value === before) return
    leaveType(of, before)
    setAttribute(of, 'type', value)
    const devices = of.parent
    if (!devices) return
    if (value === 'spice') bringSpice(devices)
    else if (before === 'spice' && !hasSpice(devices)) leaveSpice(devices)
  },
}

const OF_SPICE = new Set([
  'image',
  'jpeg',
  'zlib',
  'playback',
  'streaming',
  'mouse',
  'clipboard',
  'filetransfer',
  'channel',
  'gl',
])
const OWN_ATTRIBUTES = ['tlsPort', 'defaultMode', 'websocket', 'sharePolicy', 'powerControl']

/** What the other type does not know; the place that it listens at and its password are the same for both. */
function leaveType(of: ElementNode, type: string | null): void {
  for (const child of elements(of)) if (type === 'spice' && OF_SPICE.has(child.name)) removeElement(child)
  for (const name of OWN_ATTRIBUTES) setAttribute(of, name, null)
  // VNC's is of eight characters at most (RFC 6143, 7.2.2), and libvirt refuses a longer one.
  const password = attribute(of, 'passwd')
  if (type === 'spice' && password !== null) setAttribute(of, 'passwd', password.slice(0, 8))
}

function hasSpice(devices: ElementNode): boolean {
  return elements(devices, 'graphics').some(one => attribute(one, 'type') === 'spice')
}

function leaveSpice(devices: ElementNode): void {
  for (const device of elements(devices)) {
    const type = attribute(device, 'type')
    if (device.name !== 'graphics' && (type === 'spicevmc' || type === 'spiceport')) removeElement(device)
    if (device.name === 'audio' && type === 'spice') setAttribute(device, 'type', 'none')
  }
}

const AGENT = 'com.redhat.spice.0'

function bringSpice(devices: ElementNode): void {
  const isAgent = (channel: ElementNode) => attribute(element(channel, 'target'), 'name') === AGENT
  if (!elements(devices, 'channel').some(isAgent))
    insertElement(
      devices,
      el('channel', { type: 'spicevmc' }, [el('target', { type: 'virtio', name: AGENT })]),
      ['channel', 'console', 'serial', 'interface'],
    )
  for (const audio of elements(devices, 'audio'))
    if (attribute(audio, 'type') === 'none') setAttribute(audio, 'type', 'spice')
}
