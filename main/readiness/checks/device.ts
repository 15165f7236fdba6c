// /dev/kvm, through which QEMU asks for it. Machines of the system's libvirt open it as libvirt's own user; those
// of the session open it as ours.
import { defineCheck } from '../check.ts'
import { joinGroupCommands, readMembership } from '../distribution.ts'
import type { Permissions } from '../sources.ts'

export const device = defineCheck(
  'device',
  { usable: 'ok', denied: 'warn', loginAgain: 'warn', rootOnly: 'warn', missing: 'warn' },
  async ({ distribution, user, read, exists, mayUse, permissionsOf }, say) => {
    if (!(await exists('/dev/kvm'))) return say('missing')
    const groups = await read('/etc/group')
    if (isForRootOnly(await permissionsOf('/dev/kvm')) && hasGroup(groups, 'kvm')) {
      const { sudo } = distribution
      return say('rootOnly', {}, [`${sudo}chgrp kvm /dev/kvm`, `${sudo}chmod 660 /dev/kvm`])
    }
    if (await mayUse('/dev/kvm')) return say('usable')
    const group = readMembership(groups, 'kvm', user)
    if (group.listed && !group.active) return say('loginAgain', { user: user.name })
    return say('denied', { user: user.name }, joinGroupCommands(distribution, 'kvm', user.name))
  },
)

/** As containers get it: then QEMU's user cannot open it, and libvirt 9 looks at QEMU anew at each definition. */
function isForRootOnly(permissions: Permissions | null): boolean {
  if (!permissions) return false
  const { mode, group } = permissions
  const everybody = (mode & 0o006) === 0o006
  const itsGroup = group !== 0 && (mode & 0o060) === 0o060
  return !everybody && !itsGroup
}

function hasGroup(groupFile: string, group: string): boolean {
  return groupFile.split('\n').some(line => line.startsWith(`${group}:`))
}
