// A place for the machines' disks. Only looked at here: Create makes the usual one where none is.
import { defineCheck } from '../check.ts'

const USUAL = '/var/lib/libvirt/images'

export const pool = defineCheck(
  'pool',
  { active: 'ok', inactive: 'info', missing: 'info', unknown: 'info' },
  ({ libvirt: { connected, pools }, distribution: { sudo } }, say) => {
    if (!connected) return say('unknown')
    const active = pools.find(p => p.active && p.name === 'default') ?? pools.find(p => p.active)
    if (active) return say('active', { name: active.name })
    const stopped = pools.find(p => p.name === 'default') ?? pools[0]
    if (!stopped) return say('missing', { path: USUAL })
    return say('inactive', { name: stopped.name }, [
      `${sudo}virsh -c qemu:///system pool-start ${quote(stopped.name)}`,
    ])
  },
)

/** A pool may be named anything. */
function quote(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`
}
