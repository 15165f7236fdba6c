// libvirt's network `default`, by which machines reach the outside without any set-up. Only looked at here.
import { defineCheck } from '../check.ts'

const DEFINITION = '/usr/share/libvirt/networks/default.xml'

export const network = defineCheck(
  'network',
  { active: 'ok', inactive: 'info', missing: 'info', unknown: 'info' },
  async ({ libvirt: { connected, networks }, distribution: { sudo }, exists }, say) => {
    if (!connected) return say('unknown')
    const virsh = `${sudo}virsh -c qemu:///system`
    const start = [`${virsh} net-start default`, `${virsh} net-autostart default`]
    const found = networks.find(candidate => candidate.name === 'default')
    if (found) return found.active ? say('active') : say('inactive', {}, start)
    return say(
      'missing',
      {},
      (await exists(DEFINITION)) ? [`${virsh} net-define ${DEFINITION}`, ...start] : [],
    )
  },
)
