// libvirt's daemon for the whole computer: installed, listening, answering.
import { defineCheck } from '../check.ts'
import { installCommands, startDaemonCommands } from '../distribution.ts'

const SOCKETS = ['/run/libvirt/libvirt-sock', '/run/libvirt/virtqemud-sock']
/** Problems of a daemon that did answer, or whose socket is there for others. */
const ANSWERED: readonly (string | null)[] = ['host.denied', 'host.noPolkitAgent']

export const daemon = defineCheck(
  'daemon',
  { running: 'ok', asked: 'info', stopped: 'fail', silent: 'fail', missing: 'fail' },
  async ({ libvirt, distribution, arch, exists }, say) => {
    if (libvirt.connected || ANSWERED.includes(libvirt.problem)) return say('running')
    if (libvirt.connecting) return say('asked')
    const start = startDaemonCommands(distribution)
    const listening = (await Promise.all(SOCKETS.map(exists))).includes(true)
    if (distribution.daemons === 'missing' && !listening)
      return say('missing', {}, installCommands(distribution, 'libvirt', arch))
    // A socket that refuses belonged to a daemon that ended without putting it away.
    if (!listening || libvirt.problem === 'host.refused') return say('stopped', {}, start)
    return say('silent', {}, restart(distribution.init, distribution.sudo, distribution.daemons))
  },
)

function restart(init: string, sudo: string, daemons: string): readonly string[] {
  const name = daemons === 'modular' ? 'virtqemud' : 'libvirtd'
  if (init === 'systemd') return [`${sudo}systemctl restart ${name}`]
  return init === 'openrc' ? [`${sudo}rc-service ${name} restart`] : []
}
