// "Is this computer ready?": every check, in the order in which a newcomer meets what they look at.
import { constants } from 'node:fs'
import type {
  Finding,
  FindingId,
  FindingStatus,
  LibvirtView,
  Readiness,
} from '../../preload/model/readiness.ts'
import { kvmRunsGuests } from './kvm.ts'
import {
  canUse,
  cpuModel,
  type Distribution,
  freeGiB,
  installCommands,
  readDistribution,
  readText,
  runCommand,
  startDaemonCommands,
} from './sources.ts'

const LEAST_LIBVIRT = 6_000_000
const LITTLE_MEMORY_GIB = 2
const LITTLE_DISK_GIB = 20
const IMAGES = '/var/lib/libvirt/images'

export async function checkReadiness(view: LibvirtView): Promise<Readiness> {
  if (process.platform !== 'linux') {
    return { checkedAt: Date.now(), findings: [finding('platform', 'info', 'remoteOnly')] }
  }
  const distribution = await readDistribution()
  const findings = await Promise.all([
    finding('platform', 'ok', 'linux', { name: distribution.name }),
    checkCpu(),
    checkModules(distribution),
    checkDevice(distribution),
    checkKvm(),
    checkNested(),
    checkQemu(distribution),
    checkLibvirt(view),
    checkDaemon(view, distribution),
    checkRights(view, distribution),
    checkNetwork(view, distribution),
    checkPool(view),
    checkMemory(),
    checkDisk(view),
  ])
  return { checkedAt: Date.now(), findings }
}

function finding(
  id: FindingId,
  status: FindingStatus,
  variant: string,
  params: Finding['params'] = {},
  commands: readonly string[] = [],
): Finding {
  return { id, status, variant, params, commands }
}

/** VT-x shows as `vmx`, AMD-V as `svm`; a firmware that turns them off hides them from Linux altogether. */
async function checkCpu(): Promise<Finding> {
  const info = await readText('/proc/cpuinfo')
  const model = cpuModel()
  if (process.arch === 'arm64') return finding('cpu', 'ok', 'arm', { model })
  const flag = /^flags\s*:.*\b(vmx|svm)\b/m.exec(info)?.[1]
  if (flag) return finding('cpu', 'ok', flag === 'vmx' ? 'intel' : 'amd', { model })
  const guest = /^flags\s*:.*\bhypervisor\b/m.test(info)
  return finding('cpu', 'warn', guest ? 'hiddenByHost' : 'hiddenByFirmware', { model })
}

async function checkModules({ sudo }: Distribution): Promise<Finding> {
  if (await canUse('/sys/module/kvm')) return finding('modules', 'ok', 'loaded')
  const info = await readText('/proc/cpuinfo')
  const module = info.includes('GenuineIntel') ? 'kvm_intel' : 'kvm_amd'
  if (await canUse('/dev/kvm', constants.F_OK)) return finding('modules', 'ok', 'builtIn')
  return finding('modules', 'warn', 'missing', { module }, [`${sudo}modprobe ${module}`])
}

async function checkDevice({ sudo }: Distribution): Promise<Finding> {
  if (!(await canUse('/dev/kvm', constants.F_OK))) return finding('device', 'warn', 'missing')
  if (await canUse('/dev/kvm', constants.R_OK | constants.W_OK)) return finding('device', 'ok', 'usable')
  const user = process.env['USER'] ?? 'user'
  return finding('device', 'warn', 'denied', {}, [`${sudo}usermod -aG kvm ${user}`])
}

async function checkKvm(): Promise<Finding> {
  if (!(await canUse('/dev/kvm', constants.R_OK | constants.W_OK))) return finding('kvm', 'warn', 'absent')
  return (await kvmRunsGuests()) ? finding('kvm', 'ok', 'works') : finding('kvm', 'warn', 'broken')
}

async function checkNested(): Promise<Finding> {
  const [info, environment] = await Promise.all([readText('/proc/cpuinfo'), readText('/proc/1/environ')])
  const container =
    (await canUse('/.dockerenv')) ||
    (await canUse('/run/.containerenv')) ||
    environment.includes('container=')
  if (container) return finding('nested', 'info', 'container')
  const guest = /^flags\s*:.*\bhypervisor\b/m.test(info)
  return guest ? finding('nested', 'info', 'guest') : finding('nested', 'ok', 'bare')
}

async function checkQemu(distribution: Distribution): Promise<Finding> {
  const binary = process.arch === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'
  const text = await runCommand(binary, ['--version'])
  const version = /version (\d+(?:\.\d+)+)/.exec(text ?? '')?.[1]
  if (version) return finding('qemu', 'ok', 'installed', { version })
  return finding('qemu', 'fail', 'missing', {}, installCommands(distribution))
}

function checkLibvirt({ libvirtVersion }: LibvirtView): Finding {
  if (libvirtVersion === null) return finding('libvirt', 'info', 'unknown')
  const version = versionText(libvirtVersion)
  return libvirtVersion < LEAST_LIBVIRT
    ? finding('libvirt', 'warn', 'old', { version })
    : finding('libvirt', 'ok', 'installed', { version })
}

async function checkDaemon(
  { connected, problem }: LibvirtView,
  distribution: Distribution,
): Promise<Finding> {
  if (connected || problem === 'host.denied' || problem === 'host.noPolkitAgent')
    return finding('daemon', 'ok', 'running')
  const installed = (await canUse('/usr/sbin/libvirtd')) || (await canUse('/usr/sbin/virtqemud'))
  return installed
    ? finding('daemon', 'fail', 'stopped', {}, startDaemonCommands(distribution))
    : finding('daemon', 'fail', 'missing', {}, installCommands(distribution))
}

/** A group that was joined counts only for those who logged in after it. */
async function checkRights({ connected, problem }: LibvirtView, { sudo }: Distribution): Promise<Finding> {
  if (connected) return finding('rights', 'ok', process.getuid?.() === 0 ? 'root' : 'granted')
  if (problem !== 'host.denied' && problem !== 'host.noPolkitAgent')
    return finding('rights', 'info', 'unknown')
  const user = process.env['USER'] ?? 'user'
  const members = /^libvirt:[^:]*:\d+:(.*)$/m.exec(await readText('/etc/group'))?.[1]?.split(',') ?? []
  if (members.includes(user)) return finding('rights', 'fail', 'loginAgain', { user })
  return finding('rights', 'fail', 'denied', { user }, [`${sudo}usermod -aG libvirt ${user}`])
}

function checkNetwork({ connected, networks }: LibvirtView, { sudo }: Distribution): Finding {
  if (!connected) return finding('network', 'info', 'unknown')
  const network = networks.find(n => n.name === 'default')
  const virsh = `${sudo}virsh -c qemu:///system`
  if (!network) {
    const file = '/usr/share/libvirt/networks/default.xml'
    return finding('network', 'info', 'missing', {}, [
      `${virsh} net-define ${file}`,
      `${virsh} net-start default`,
    ])
  }
  if (network.active) return finding('network', 'ok', 'active')
  return finding('network', 'info', 'inactive', {}, [
    `${virsh} net-start default`,
    `${virsh} net-autostart default`,
  ])
}

function checkPool({ connected, pools }: LibvirtView): Finding {
  if (!connected) return finding('pool', 'info', 'unknown')
  const pool = pools.find(p => p.active)
  return pool
    ? finding('pool', 'ok', 'active', { name: pool.name })
    : finding('pool', 'info', 'missing', { path: IMAGES })
}

async function checkMemory(): Promise<Finding> {
  const info = await readText('/proc/meminfo')
  const kib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  const params = {
    free: (kib('MemAvailable') / 2 ** 20).toFixed(1),
    total: (kib('MemTotal') / 2 ** 20).toFixed(1),
  }
  return Number(params.free) < LITTLE_MEMORY_GIB
    ? finding('memory', 'warn', 'little', params)
    : finding('memory', 'ok', 'enough', params)
}

async function checkDisk({ pools }: LibvirtView): Promise<Finding> {
  const pool = pools.find(p => p.active && p.path !== null)
  const path = pool?.path ?? IMAGES
  const free = (await freeGiB(path)) ?? (await freeGiB('/'))
  const params = { free: free ?? 0, path }
  return params.free < LITTLE_DISK_GIB
    ? finding('disk', 'warn', 'little', params)
    : finding('disk', 'ok', 'enough', params)
}

/** 9000000 → 9.0.0 */
function versionText(version: number): string {
  return `${Math.floor(version / 1e6)}.${Math.floor(version / 1e3) % 1e3}.${version % 1e3}`
}
