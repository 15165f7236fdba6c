// Whether this user may use the system's libvirt: as root, by polkit, or as a member of libvirt's group. A group
// that was joined counts only for those who logged in after it.
import { defineCheck } from '../check.ts'
import { joinGroupCommands, readMembership } from '../distribution.ts'

export const rights = defineCheck(
  'rights',
  { root: 'ok', granted: 'ok', denied: 'fail', loginAgain: 'fail', noAgent: 'fail', unknown: 'info' },
  async ({ libvirt: { connected, problem }, distribution, user, read }, say) => {
    const name = { user: user.name }
    if (connected) return say(user.id === 0 ? 'root' : 'granted', name)
    if (problem !== 'host.denied' && problem !== 'host.noPolkitAgent') return say('unknown')
    const group = readMembership(await read('/etc/group'), 'libvirt', user)
    if (group.listed && !group.active) return say('loginAgain', name)
    const join = group.known ? joinGroupCommands(distribution, 'libvirt', user.name) : []
    return say(problem === 'host.noPolkitAgent' ? 'noAgent' : 'denied', name, join)
  },
)
