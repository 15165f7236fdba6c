// QEMU's guest agent, as a running machine's XML tells of it: its channel, and whether something in the guest has opened that.
import { attribute, element, elements, parseDocument } from '../lossless.ts'

export const AGENT_CHANNEL = 'org.qemu.guest_agent.0'

/** `none`: the machine has no channel for it; `silent`: it has, and nothing in the guest answers. */
export function hasAgent(liveXml: string): 'there' | 'silent' | 'none' {
  const channels = elements(element(parseDocument(liveXml).root, 'devices'), 'channel')
  const target = channels
    .map(channel => element(channel, 'target'))
    .find(one => attribute(one, 'name') === AGENT_CHANNEL)
  if (!target) return 'none'
  return attribute(target, 'state') === 'connected' ? 'there' : 'silent'
}
