// libvirt's version, as it gives it: 9000000 is 9.0.0.
import { defineCheck } from '../check.ts'

/** The oldest that this app is made for: events and capabilities that it reads came by then. */
const LEAST = 6_000_000

export const libvirt = defineCheck(
  'libvirt',
  { installed: 'ok', old: 'warn', unknown: 'info' },
  ({ libvirt: { libvirtVersion: version } }, say) => {
    if (version === null) return say('unknown')
    return say(version < LEAST ? 'old' : 'installed', {
      version: versionText(version),
      least: versionText(LEAST),
    })
  },
)

function versionText(version: number): string {
  return `${Math.floor(version / 1e6)}.${Math.floor(version / 1e3) % 1e3}.${version % 1e3}`
}
