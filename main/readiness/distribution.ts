// How this distribution installs packages, starts services and puts people into groups: the exact commands that
// findings offer for copying. By /etc/os-release (freedesktop.org, os-release(5)).

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

const INSTALL: Readonly<Record<Exclude<Distribution['family'], 'other'>, readonly [string, Packages]>> = {
  debian: [
    'apt install',
    packages(
      'libvirt-daemon-system libvirt-clients',
      'qemu-system-x86 qemu-utils ovmf swtpm',
      'qemu-system-arm qemu-utils qemu-efi-aarch64 swtpm',
    ),
  ],
  fedora: ['dnf install', packages('libvirt', 'qemu-kvm edk2-ovmf swtpm', 'qemu-kvm edk2-aarch64 swtpm')],
  suse: [
    'zypper install',
    packages(
      'libvirt-daemon-qemu libvirt-client',
      'qemu-x86 qemu-tools qemu-ovmf-x86_64 swtpm',
      'qemu-arm qemu-tools qemu-uefi-aarch64 swtpm',
    ),
  ],
  arch: [
    'pacman -S --needed',
    packages(
      'libvirt dnsmasq',
      'qemu-desktop edk2-ovmf swtpm',
      'qemu-desktop qemu-system-aarch64 edk2-aarch64 swtpm',
    ),
  ],
  alpine: [
    'apk add',
    packages(
      'libvirt-daemon libvirt-client',
      'qemu-system-x86_64 qemu-img ovmf swtpm',
      'qemu-system-aarch64 qemu-img aavmf swtpm',
    ),
  ],
}

interface Packages {
  readonly libvirt: string
  readonly x64: string
  readonly arm64: string
}

function packages(libvirt: string, x64: string, arm64: string): Packages {
  return { libvirt, x64, arm64 }
}

/** Empty where we do not know the distribution: a wrong command is worse than none. */
export function installCommands(
  { family, sudo }: Distribution,
  what: 'qemu' | 'libvirt',
  arch: string,
): readonly string[] {
  if (family === 'other') return []
  const [command, lists] = INSTALL[family]
  return [
    `${sudo}${command} ${what === 'libvirt' ? lists.libvirt : arch === 'arm64' ? lists.arm64 : lists.x64}`,
  ]
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
