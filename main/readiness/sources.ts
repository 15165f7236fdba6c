// What the checks read: files, commands, this process. One place, with a time limit for each, so that a check is
// a function of what it was given.
import { execFile } from 'node:child_process'
import { access, constants, readFile, statfs } from 'node:fs/promises'
import { cpus } from 'node:os'

const COMMAND_MS = 5_000

/** The text of a file, '' where it cannot be read. */
export function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

export async function canUse(path: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}

/** Standard output of a command, null where it is missing, fails or takes too long. No shell. */
export function runCommand(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise(resolve => {
    execFile(
      command,
      [...args],
      { timeout: COMMAND_MS, env: { ...process.env, LC_ALL: 'C' } },
      (error, stdout) => {
        resolve(error ? null : stdout)
      },
    )
  })
}

/** GiB free for anyone in the file system of a folder; null where there is none. */
export async function freeGiB(folder: string): Promise<number | null> {
  const fs = await statfs(folder).catch(() => null)
  return fs && Math.floor((fs.bavail * fs.bsize) / 2 ** 30)
}

export function cpuModel(): string {
  return cpus()[0]?.model.trim() ?? ''
}

/** How this distribution installs packages and starts services. */
export interface Distribution {
  readonly name: string
  readonly family: 'debian' | 'fedora' | 'suse' | 'arch' | 'alpine' | 'other'
  readonly systemd: boolean
  /** `sudo ` unless we are root. */
  readonly sudo: string
}

export async function readDistribution(): Promise<Distribution> {
  const release = await readText('/etc/os-release')
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(release)?.[1] ?? ''
  const ids = `${value('ID')} ${value('ID_LIKE')}`
  const families = [
    [/debian|ubuntu/, 'debian'],
    [/fedora|rhel|centos/, 'fedora'],
    [/suse/, 'suse'],
    [/arch/, 'arch'],
    [/alpine/, 'alpine'],
  ] as const
  return {
    name: value('PRETTY_NAME') || 'Linux',
    family: families.find(([pattern]) => pattern.test(ids))?.[1] ?? 'other',
    systemd: await canUse('/run/systemd/system'),
    sudo: process.getuid?.() === 0 ? '' : 'sudo ',
  }
}

const INSTALL: Readonly<Record<Distribution['family'], readonly [command: string, packages: string] | null>> =
  {
    debian: ['apt install', 'libvirt-daemon-system qemu-system-x86 qemu-utils ovmf swtpm'],
    fedora: ['dnf install', 'libvirt qemu-kvm edk2-ovmf swtpm'],
    suse: ['zypper install', 'libvirt-daemon-qemu qemu-kvm qemu-ovmf-x86_64 swtpm'],
    arch: ['pacman -S --needed', 'libvirt qemu-desktop dnsmasq edk2-ovmf swtpm'],
    alpine: ['apk add', 'libvirt-daemon qemu-system-x86_64 qemu-img ovmf swtpm'],
    other: null,
  }

export function installCommands({ family, sudo }: Distribution): string[] {
  const known = INSTALL[family]
  return known ? [`${sudo}${known[0]} ${known[1]}`] : []
}

export function startDaemonCommands({ systemd, sudo, family }: Distribution): string[] {
  if (systemd)
    return [
      `${sudo}systemctl enable --now ${family === 'fedora' ? 'virtqemud.socket virtnetworkd.socket virtstoraged.socket' : 'libvirtd'}`,
    ]
  return family === 'alpine'
    ? [`${sudo}rc-service libvirtd start`]
    : [`${sudo}virtlogd -d`, `${sudo}libvirtd -d`]
}
