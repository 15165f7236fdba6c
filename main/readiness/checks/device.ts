// /dev/kvm, through which QEMU asks for it. Machines of the system's libvirt open it as libvirt's own user; those
// of the session open it as ours.
import { defineCheck } from '../check.ts'
import { joinGroupCommands, readMembership } from '../distribution.ts'

export const device = defineCheck(
  'device',
  { usable: 'ok', denied: 'warn', loginAgain: 'warn', missing: 'warn' },
  async ({ distribution, user, read, exists, mayUse }, say) => {
    if (!(await exists('/dev/kvm'))) return say('missing')
    if (await mayUse('/dev/kvm')) return say('usable')
    const group = readMembership(await read('/etc/group'), 'kvm', user)
    if (group.listed && !group.active) return say('loginAgain', { user: user.name })
    return say('denied', { user: user.name }, joinGroupCommands(distribution, 'kvm', user.name))
  },
)
