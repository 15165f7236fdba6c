// A network's XML → what the window shows.
import type { Network } from '../../../preload/model/network.ts'
import { attr, child, children, parseXml } from '../tree.ts'

export type NetworkDefinition = Pick<Network, 'forward' | 'bridge' | 'address' | 'portgroups'>

export function readNetwork(xml: string): NetworkDefinition {
  const network = parseXml(xml)
  const ip = children(network, 'ip').find(i => attr(i, 'address'))
  return {
    forward: readForward(attr(child(network, 'forward'), 'mode'), child(network, 'forward') !== null),
    bridge: attr(child(network, 'bridge'), 'name'),
    portgroups: children(network, 'portgroup')
      .sort((a, b) => Number(attr(b, 'default') === 'yes') - Number(attr(a, 'default') === 'yes'))
      .map(group => attr(group, 'name') ?? ''),
    address: ip ? `${attr(ip, 'address')}/${attr(ip, 'prefix') ?? prefixOf(attr(ip, 'netmask'))}` : null,
  }
}

function readForward(mode: string | null, present: boolean): Network['forward'] {
  if (!present) return 'isolated'
  switch (mode ?? 'nat') {
    case 'nat':
    case 'route':
    case 'bridge':
    case 'open':
      return (mode ?? 'nat') as Network['forward']
    default:
      return 'other'
  }
}

/** 255.255.255.0 → 24 */
function prefixOf(netmask: string | null): number {
  const bits = (netmask ?? '').split('.').map(Number)
  return bits.reduce((sum, byte) => sum + (byte & 0xff).toString(2).replaceAll('0', '').length, 0)
}
