// QEMU's guest agent, as a running machine's XML tells of it: its channel, and whether something in the guest has opened that.
import { attribute, type ElementNode, element, elements, parseDocument } from '../lossless.ts'

const AGENT_CHANNEL = 'org.qemu.guest_agent.0'

/** `none`: the machine has no channel for it; `silent`: it has, and nothing in the guest answers. */
export function hasAgent(liveXml: string): 'there' | 'silent' | 'none' {
  const isOpen = readChannels(parseDocument(liveXml).root)[AGENT_CHANNEL]
  if (isOpen === undefined) return 'none'
  return isOpen ? 'there' : 'silent'
}

/** By name, those of which libvirt says so: whether something in the guest has opened it. */
export function readChannels(live: ElementNode): Readonly<Record<string, boolean>> {
  const targets = elements(element(live, 'devices'), 'channel').map(channel => element(channel, 'target'))
  return Object.fromEntries(
    targets
      .filter(target => attribute(target, 'state') !== null)
      .map(target => [attribute(target, 'name') ?? '', attribute(target, 'state') === 'connected']),
  )
}
