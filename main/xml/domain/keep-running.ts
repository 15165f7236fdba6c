// What waits for the next start, taken back: the definition gets again what the running machine has.
import { type DeviceRef, deviceKey } from '../../../preload/model/hardware.ts'
import { insertText, printAlone, removeElement } from '../edit.ts'
import { type ElementNode, element, elements, parseDocument, printDocument } from '../lossless.ts'
import { applyChanges, NoDeviceError } from './change.ts'
import { cpuFeatures, playedPart } from './cpu-features.ts'
import { copyBytes } from './disk-change.ts'
import { locateDevice, readBootOrder, readDevices } from './hardware.ts'
import { readNicSource } from './nic-source.ts'

/**
 * @param field null for a device that the definition has and the running machine has not, or the other way round
 * @returns the definition as it would be
 */
export function keepRunning(open: string, liveXml: string, device: DeviceRef, field: string | null): string {
  const document = parseDocument(open)
  const live = parseDocument(liveXml).root
  const [now, next] = [locateDevice(live, device), locateDevice(document.root, device)]
  if (field === null && next) removeElement(next)
  else if (field === null && now) putBack(document.root, now)
  else if (now && next && field !== null) setBack(document.root, live, device, field)
  else throw new NoDeviceError(device)
  return printDocument(document)
}

function setBack(domain: ElementNode, live: ElementNode, device: DeviceRef, field: string): void {
  if (field === 'boot') {
    applyChanges(domain, [{ do: 'bootOrder', devices: readBootOrder(live) }])
    return
  }
  const running = readDevices(live).find(one => deviceKey(one) === deviceKey(device))
  if (field !== 'source') {
    const value = running?.values[field] ?? null
    applyChanges(domain, [{ do: 'set', device, field, value: ownPart(domain, field, value) }])
    return
  }
  const of = locateDevice(live, device)
  const source = of && readNicSource(of)
  if (source) applyChanges(domain, [{ do: 'nicSource', device, source }])
  const next = locateDevice(domain, device)
  if (of && next && running?.disk) copyBytes(of, next)
}

/** A running machine names every feature of its processor; those of the definition are what somebody asked for. */
function ownPart(domain: ElementNode, field: string, running: string | null): string | null {
  return field === 'cpuFeatures' ? playedPart(cpuFeatures.read(domain), running) : running
}

/** What libvirt adds to a device of a running machine has no meaning in its definition. */
const OF_THE_MOMENT = new Set(['alias', 'backingStore', 'privateData', 'mirror'])

function putBack(domain: ElementNode, running: ElementNode): void {
  const made = parseDocument(printAlone(running)).root
  for (const child of elements(made)) if (OF_THE_MOMENT.has(child.name)) removeElement(child)
  const target = element(made, 'target')
  // Of the devices that cards hang on, only somebody's own tap was chosen.
  if (made.name === 'interface' && target && readNicSource(made)?.kind !== 'ethernet') removeElement(target)
  insertText(element(domain, 'devices') ?? domain, printAlone(made), [made.name])
}
