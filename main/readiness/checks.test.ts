// Every variant of every check, each from a computer described here; and that each has its words in both languages.
import { expect, test } from 'vitest'
import en from '../../preload/locales/readiness.en.json' with { type: 'json' }
import es from '../../preload/locales/readiness.es.json' with { type: 'json' }
import type { Finding, FindingId, LibvirtView } from '../../preload/model/readiness.ts'
import type { Distribution } from './distribution.ts'
import { CHECKS } from './readiness.ts'
import type { Sources } from './sources.ts'

type Files = Readonly<Record<string, string>>

interface Computer extends Partial<Omit<Sources, 'libvirt' | 'distribution' | 'read' | 'exists' | 'run'>> {
  readonly files?: Files
  readonly commands?: Readonly<Record<string, string>>
  readonly libvirt?: Partial<LibvirtView>
  readonly distribution?: Partial<Distribution>
}

const DEBIAN: Distribution = {
  name: 'Debian GNU/Linux 12 (bookworm)',
  family: 'debian',
  init: 'systemd',
  daemons: 'single',
  sudo: 'sudo ',
}
const VIEW: LibvirtView = {
  connected: true,
  connecting: false,
  problem: null,
  libvirtVersion: 9_000_000,
  qemuVersion: 7_002_000,
  networks: [],
  pools: [],
}
const AWAY = { connected: false, libvirtVersion: null } as const
const POOL = { name: 'default', active: true, path: '/srv/images' }
const GROUPS = 'root:x:0:\nkvm:x:104:ana\nlibvirt:x:105:ana\n'

function computer(given: Computer): Sources {
  const { files = {}, commands = {}, libvirt, distribution, ...rest } = given
  return {
    platform: 'linux',
    arch: 'x64',
    cpuModel: 'Some CPU',
    user: { name: 'ana', id: 1000, groups: [1000] },
    mayUse: async () => true,
    permissionsOf: async () => ({ mode: 0o660, group: 104 }),
    freeBytes: async () => null,
    kvm: async () => ({ kind: 'works' }),
    ...rest,
    libvirt: { ...VIEW, ...libvirt },
    distribution: { ...DEBIAN, ...distribution },
    read: async path => files[path] ?? '',
    exists: async path => path in files,
    run: async command => commands[command] ?? null,
  }
}

const INTEL = { '/proc/cpuinfo': 'vendor_id\t: GenuineIntel\nflags\t\t: fpu vmx sse\n' }
const AMD = { '/proc/cpuinfo': 'vendor_id\t: AuthenticAMD\nflags\t\t: fpu svm sse\n' }
const PLAIN = { '/proc/cpuinfo': 'vendor_id\t: AuthenticAMD\nflags\t\t: fpu sse\n' }
const GUEST = { '/proc/cpuinfo': 'vendor_id\t: AuthenticAMD\nflags\t\t: fpu sse hypervisor\n' }
const KVM = { '/dev/kvm': '' }
const denied = { mayUse: async () => false }

type Case = readonly [FindingId, string, Computer, (readonly string[])?]

/** [check, variant, computer, commands that are offered] */
const CASES: readonly Case[] = [
  ['platform', 'linux', {}],
  ['platform', 'remoteOnly', { platform: 'win32' }],

  ['cpu', 'intel', { files: INTEL }],
  ['cpu', 'amd', { files: AMD }],
  ['cpu', 'arm', { arch: 'arm64' }],
  ['cpu', 'otherKind', { arch: 's390x' }],
  ['cpu', 'hiddenByFirmware', { files: PLAIN }],
  ['cpu', 'hiddenByHost', { files: GUEST }],
  [
    'cpu',
    'locked',
    {
      files: INTEL,
      commands: { dmesg: 'x86/cpu: VMX (outside TXT) disabled by BIOS\nkvm: disabled by bios' },
    },
  ],

  ['modules', 'loaded', { files: { '/proc/modules': 'kvm_intel 1 0 - Live\nkvm 2 1 kvm_intel, Live\n' } }],
  ['modules', 'builtIn', { files: { ...AMD, '/sys/module/kvm_amd': '' } }],
  ['modules', 'builtIn', { files: { ...AMD, ...KVM } }],
  ['modules', 'half', { files: { ...INTEL, '/sys/module/kvm': '' } }, ['sudo modprobe kvm_intel']],
  ['modules', 'missing', { files: AMD }, ['sudo modprobe kvm_amd']],

  ['device', 'usable', { files: KVM }],
  ['device', 'missing', {}],
  ['device', 'usable', { files: KVM, permissionsOf: async () => ({ mode: 0o666, group: 0 }) }],
  [
    'device',
    'rootOnly',
    { files: { ...KVM, '/etc/group': GROUPS }, permissionsOf: async () => ({ mode: 0o600, group: 0 }) },
    ['sudo chgrp kvm /dev/kvm', 'sudo chmod 660 /dev/kvm'],
  ],
  ['device', 'denied', { files: KVM, ...denied }, ['sudo usermod -aG kvm ana']],
  [
    'device',
    'denied',
    { files: KVM, ...denied, distribution: { family: 'alpine' } },
    ['sudo addgroup ana kvm'],
  ],
  ['device', 'loginAgain', { files: { ...KVM, '/etc/group': GROUPS }, ...denied }],
  // Member in fact and still refused: joining again would not help, but it is the only thing to look at.
  [
    'device',
    'denied',
    { files: { ...KVM, '/etc/group': GROUPS }, ...denied, user: { name: 'ana', id: 1000, groups: [104] } },
    ['sudo usermod -aG kvm ana'],
  ],

  ['kvm', 'absent', {}],
  ['kvm', 'works', { files: KVM }],
  ['kvm', 'slow', { files: KVM, kvm: async () => ({ kind: 'slow' }) }],
  ['kvm', 'stuck', { files: KVM, kvm: async () => ({ kind: 'stuck' }) }],
  ['kvm', 'refused', { files: KVM, kvm: async () => ({ kind: 'refused', reason: 'no' }) }],
  ['kvm', 'plainCpuOnly', { files: KVM, kvm: async () => ({ kind: 'plainCpuOnly', reason: 'no' }) }],
  ['kvm', 'untested', { files: KVM, kvm: async () => ({ kind: 'untested' }) }],

  ['nested', 'bare', { files: PLAIN }],
  ['nested', 'guest', { files: GUEST }],
  ['nested', 'guest', { files: { ...PLAIN, '/sys/class/dmi/id/sys_vendor': 'QEMU\n' } }],
  ['nested', 'container', { files: { ...PLAIN, '/run/.containerenv': '' } }],
  ['nested', 'container', { files: { ...PLAIN, '/proc/1/environ': 'PATH=/bin\0container=lxc\0' } }],
  ['nested', 'containerInGuest', { files: { ...GUEST, '/.dockerenv': '' } }],

  [
    'qemu',
    'installed',
    { commands: { 'qemu-system-x86_64': 'QEMU emulator version 7.2.18 (Debian 1:7.2)' } },
  ],
  [
    'qemu',
    'installed',
    { commands: { '/usr/libexec/qemu-kvm': 'QEMU emulator version 9.1.0 (qemu-kvm-9.1)' } },
  ],
  [
    'qemu',
    'missing',
    {},
    ['sudo apt install qemu-system-x86 qemu-system-gui qemu-utils ovmf swtpm swtpm-tools osinfo-db'],
  ],
  [
    'qemu',
    'missing',
    { arch: 'arm64', distribution: { family: 'fedora' } },
    ['sudo dnf install qemu-kvm edk2-aarch64 swtpm osinfo-db'],
  ],
  ['qemu', 'missing', { distribution: { family: 'other' } }, []],

  ['libvirt', 'installed', {}],
  ['libvirt', 'old', { libvirt: { libvirtVersion: 4_005_000 } }],
  ['libvirt', 'unknown', { libvirt: AWAY }],

  ['daemon', 'running', {}],
  ['daemon', 'running', { libvirt: { ...AWAY, problem: 'host.denied' } }],
  ['daemon', 'asked', { libvirt: { ...AWAY, connecting: true } }],
  [
    'daemon',
    'stopped',
    { libvirt: { ...AWAY, problem: 'host.noDaemon' } },
    ['sudo systemctl enable --now libvirtd'],
  ],
  [
    'daemon',
    'stopped',
    {
      libvirt: { ...AWAY, problem: 'host.refused' },
      files: { '/run/libvirt/libvirt-sock': '' },
      distribution: { init: 'none', sudo: '' },
    },
    ['virtlogd -d', 'libvirtd -d'],
  ],
  [
    'daemon',
    'stopped',
    {
      libvirt: { ...AWAY, problem: 'host.noDaemon' },
      distribution: { family: 'fedora', daemons: 'modular' },
    },
    [
      'sudo systemctl enable --now virtqemud.socket',
      'sudo systemctl enable --now virtnetworkd.socket',
      'sudo systemctl enable --now virtstoraged.socket',
    ],
  ],
  [
    'daemon',
    'stopped',
    { libvirt: AWAY, distribution: { family: 'alpine', init: 'openrc' } },
    ['sudo rc-update add libvirtd', 'sudo rc-service libvirtd start'],
  ],
  [
    'daemon',
    'silent',
    { libvirt: { ...AWAY, problem: 'host.timeout' }, files: { '/run/libvirt/libvirt-sock': '' } },
    ['sudo systemctl restart libvirtd'],
  ],
  [
    'daemon',
    'missing',
    { libvirt: AWAY, distribution: { daemons: 'missing', family: 'arch' } },
    ['sudo pacman -S --needed libvirt dnsmasq'],
  ],

  ['rights', 'granted', {}],
  ['rights', 'root', { user: { name: 'root', id: 0, groups: [0] } }],
  ['rights', 'unknown', { libvirt: { ...AWAY, problem: 'host.noDaemon' } }],
  [
    'rights',
    'denied',
    { libvirt: { ...AWAY, problem: 'host.denied' }, files: { '/etc/group': 'libvirt:x:105:\n' } },
    ['sudo usermod -aG libvirt ana'],
  ],
  // A group that is not there cannot be joined.
  ['rights', 'denied', { libvirt: { ...AWAY, problem: 'host.denied' } }, []],
  ['rights', 'loginAgain', { libvirt: { ...AWAY, problem: 'host.denied' }, files: { '/etc/group': GROUPS } }],
  [
    'rights',
    'noAgent',
    { libvirt: { ...AWAY, problem: 'host.noPolkitAgent' }, files: { '/etc/group': 'libvirt:x:105:\n' } },
    ['sudo usermod -aG libvirt ana'],
  ],

  ['network', 'active', { libvirt: { networks: [{ name: 'default', active: true }] } }],
  [
    'network',
    'inactive',
    { libvirt: { networks: [{ name: 'default', active: false }] }, distribution: { sudo: '' } },
    ['virsh -c qemu:///system net-start default', 'virsh -c qemu:///system net-autostart default'],
  ],
  ['network', 'missing', { libvirt: { networks: [{ name: 'lab', active: true }] } }, []],
  [
    'network',
    'missing',
    { files: { '/usr/share/libvirt/networks/default.xml': '' } },
    [
      'sudo virsh -c qemu:///system net-define /usr/share/libvirt/networks/default.xml',
      'sudo virsh -c qemu:///system net-start default',
      'sudo virsh -c qemu:///system net-autostart default',
    ],
  ],
  ['network', 'unknown', { libvirt: AWAY }],

  ['pool', 'active', { libvirt: { pools: [POOL] } }],
  [
    'pool',
    'inactive',
    { libvirt: { pools: [{ name: "ana's disks", active: false, path: null }] } },
    ["sudo virsh -c qemu:///system pool-start 'ana'\\''s disks'"],
  ],
  ['pool', 'missing', {}],
  ['pool', 'unknown', { libvirt: AWAY }],

  ['memory', 'enough', { files: { '/proc/meminfo': 'MemTotal: 16777216 kB\nMemAvailable: 8388608 kB\n' } }],
  ['memory', 'little', { files: { '/proc/meminfo': 'MemTotal: 4194304 kB\nMemAvailable: 1048576 kB\n' } }],
  ['memory', 'unknown', {}],

  ['disk', 'enough', { freeBytes: async () => 100 * 2 ** 30 }],
  [
    'disk',
    'enough',
    { libvirt: { pools: [POOL] }, freeBytes: async folder => (folder === '/srv' ? 2 ** 40 : null) },
  ],
  ['disk', 'little', { freeBytes: async () => 2 ** 30 }],
  ['disk', 'unknown', {}],
]

async function look(id: FindingId, given: Computer): Promise<Finding | undefined> {
  return CHECKS.find(check => check.id === id)?.run(computer(given))
}

test.each(CASES.map(entry => ({ entry })))('$entry.0: $entry.1', async ({ entry }) => {
  const [id, variant, given, commands = []] = entry
  expect(await look(id, given)).toMatchObject({ id, variant, commands })
})

test('these computers show every variant that there is', () => {
  const shown = new Set(CASES.map(([id, variant]) => `${id}.${variant}`))
  const all = CHECKS.flatMap(check => Object.keys(check.variants).map(variant => `${check.id}.${variant}`))
  expect(all.filter(name => !shown.has(name))).toEqual([])
})

test('what is well offers nothing to run', async () => {
  for (const [id, variant, given] of CASES) {
    const finding = await look(id, given)
    if (finding?.status === 'ok') expect(finding.commands, `${id}.${variant}`).toEqual([])
  }
})

test.each([
  ['en', en],
  ['es', es],
] as const)(
  '%s has the words for every variant, none more, and every value they name is given',
  async (_, words) => {
    const texts = words as Readonly<Record<string, Readonly<Record<string, string>>>>
    for (const check of CHECKS) {
      const expected = ['title', ...Object.keys(check.variants)].sort()
      expect(Object.keys(texts[check.id] ?? {}).sort(), check.id).toEqual(expected)
    }
    for (const [id, variant, given] of CASES) {
      const text = texts[id]?.[variant] ?? ''
      const finding = await look(id, given)
      const named = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(match => match[1] ?? '')
      expect(Object.keys(finding?.params ?? {}), `${id}.${variant}`).toEqual(expect.arrayContaining(named))
      expect(text).not.toMatch(/[!¡]/)
    }
  },
)
