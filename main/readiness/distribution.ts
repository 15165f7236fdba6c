// How this distribution installs packages, starts services and puts people into groups: the exact commands that
// findings offer for copying. By /etc/os-release (freedesktop.org, os-release(5)). The packages' names are in
// packages.json, which scripts/setup.sh reads, too.
import packages from './packages.json' with { type: 'json' }

export interface Distribution {
  readonly name: string
  readonly family: 'debian' | 'fedora' | 'suse' | 'arch' | 'alpine' | 'other'
  readonly init: 'systemd' | 'openrc' | 'none'
  /** libvirt's daemons: one for everything, or one a driver (virtqemud and its kin). */
  readonly daemons: 'single' | 'modular' | 'missing'
  /** `sudo ` unless we are root. */
  readonly sudo: string
}

const FAMILIES: readonly (readonly [RegExp, Distribution['family']])[] = [
  [/\b(debian|ubuntu)\b/, 'debian'],
  [/\b(fedora|rhel|centos)\b/, 'fedora'],
  [/\b(suse|opensuse|opensuse-\w+|sles)\b/, 'suse'],
  [/\b(arch|archlinux)\b/, 'arch'],
  [/\balpine\b/, 'alpine'],
]

export async function readDistribution(
  read: (path: string) => Promise<string>,
  exists: (path: string) => Promise<boolean>,
): Promise<Distribution> {
  const release = (await read('/etc/os-release')) || (await read('/usr/lib/os-release'))
  const value = (key: string) => new RegExp(`^${key}=["']?([^"'\n]*)["']?$`, 'm').exec(release)?.[1] ?? ''
  const ids = `${value('ID')} ${value('ID_LIKE')}`
  const single = (await exists('/usr/sbin/libvirtd')) || (await exists('/usr/bin/libvirtd'))
  const modular = (await exists('/usr/sbin/virtqemud')) || (await exists('/usr/bin/virtqemud'))
  const family = FAMILIES.find(([pattern]) => pattern.test(ids))?.[1] ?? 'other'
  // Fedora and SUSE install both and enable the modular ones; Debian and Arch the other way round.
  const prefersModular = family === 'fedora' || family === 'suse'
  return {
    name: value('PRETTY_NAME') || value('NAME') || 'Linux',
    family,
    init: (await exists('/run/systemd/system'))
      ? 'systemd'
      : (await exists('/run/openrc'))
        ? 'openrc'
        : 'none',
    daemons: modular && (prefersModular || !single) ? 'modular' : single ? 'single' : 'missing',
    sudo: process.getuid?.() === 0 ? '' : 'sudo ',
  }
}

/** Empty where we do not know the distribution: a wrong command is worse than none. */
export function installCommands(
  { family, sudo }: Distribution,
  what: 'qemu' | 'libvirt',
  arch: string,
): readonly string[] {
  if (family === 'other') return []
  const { install, libvirt, x64, arm64 } = packages[family]
  return [`${sudo}${install} ${what === 'libvirt' ? libvirt : arch === 'arm64' ? arm64 : x64}`]
}

export function startDaemonCommands({ init, daemons, sudo }: Distribution): readonly string[] {
  const modular = daemons === 'modular'
  switch (init) {
    case 'systemd':
      return modular
        ? ['qemu', 'network', 'storage'].map(driver => `${sudo}systemctl enable --now virt${driver}d.socket`)
        : [`${sudo}systemctl enable --now libvirtd`]
    case 'openrc':
      return [`${sudo}rc-update add libvirtd`, `${sudo}rc-service libvirtd start`]
    case 'none':
      return modular
        ? ['log', 'network', 'storage', 'qemu'].map(driver => `${sudo}virt${driver}d -d`)
        : [`${sudo}virtlogd -d`, `${sudo}libvirtd -d`]
  }
}

export function joinGroupCommands(
  { family, sudo }: Distribution,
  group: string,
  user: string,
): readonly string[] {
  return [family === 'alpine' ? `${sudo}addgroup ${user} ${group}` : `${sudo}usermod -aG ${group} ${user}`]
}

export interface Membership {
  /** In /etc/group. */
  readonly listed: boolean
  /** In this process: only those who logged in after joining have it. */
  readonly active: boolean
  readonly known: boolean
}

export function readMembership(
  groupFile: string,
  group: string,
  user: { readonly name: string; readonly groups: readonly number[] },
): Membership {
  const line = groupFile.split('\n').find(text => text.startsWith(`${group}:`))
  if (line === undefined) return { listed: false, active: false, known: false }
  const [, , id = '', members = ''] = line.split(':')
  return {
    known: true,
    listed: members.split(',').includes(user.name),
    active: user.groups.includes(Number(id)),
  }
}
