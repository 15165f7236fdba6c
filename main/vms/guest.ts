// What can be known of a running guest. Its agent knows most; without one, the host's leases and neighbours know addresses.
// Whatever nobody answers is left out: a guest without an agent is no error.
import {
  type Domain,
  LibvirtError,
  VIR_DOMAIN_GUEST_INFO_FILESYSTEM,
  VIR_DOMAIN_GUEST_INFO_HOSTNAME,
  VIR_DOMAIN_GUEST_INFO_OS,
  VIR_DOMAIN_GUEST_INFO_USERS,
  VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
  VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
  VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
} from 'node-libvirt'
import type { GuestFileSystem, GuestInfo, GuestNic } from '../../preload/model/guest.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { growthOf } from './file-systems.ts'
import { lookUp } from './power.ts'

const PATIENCE = { timeoutMs: 15_000 }
const ALL =
  VIR_DOMAIN_GUEST_INFO_OS |
  VIR_DOMAIN_GUEST_INFO_HOSTNAME |
  VIR_DOMAIN_GUEST_INFO_USERS |
  VIR_DOMAIN_GUEST_INFO_FILESYSTEM
const SOURCES = {
  agent: VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_AGENT,
  lease: VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE,
  arp: VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_ARP,
} as const

type Params = Readonly<Record<string, string | number | bigint | boolean>>

/** Null for a machine that is off. */
export async function readGuest(hosts: Hosts, ref: VmRef): Promise<GuestInfo | null> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  if (domain.id === null) return null
  // One after the other: an agent answers one question at a time.
  const params = await orNothing(domain.getGuestInfo(ALL, 0, PATIENCE))
  const nics = [
    ...(params ? await readNics(domain, 'agent') : []),
    ...(await readNics(domain, 'lease')),
    ...(await readNics(domain, 'arp')),
  ]
  return {
    hasAgent: params !== null,
    hostname: text(params, 'hostname'),
    system: text(params, 'os.pretty-name') ?? text(params, 'os.name'),
    kernel: text(params, 'os.kernel-release'),
    users: list(params, 'user', n => text(params, `user.${n}.name`) ?? ''),
    nics: nics.filter((nic, at) => nics.findIndex(other => other.mac === nic.mac) === at),
    fileSystems: listFileSystems(params),
  }
}

/** Throws where there is no agent. */
export async function readFileSystems(domain: Domain): Promise<GuestFileSystem[]> {
  return listFileSystems(await domain.getGuestInfo(VIR_DOMAIN_GUEST_INFO_FILESYSTEM, 0, PATIENCE))
}

async function readNics(domain: Domain, from: GuestNic['from']): Promise<GuestNic[]> {
  const found = await orNothing(domain.interfaceAddresses(SOURCES[from], 0, PATIENCE))
  return (found ?? [])
    .filter(({ name, addrs }) => addrs.length > 0 && !(from === 'agent' && name === 'lo'))
    .map(({ name, hwaddr, addrs }) => ({
      name: from === 'agent' ? name : null,
      mac: hwaddr,
      addresses: addrs.map(({ addr, prefix }) => `${addr}/${prefix}`),
      from,
    }))
}

function listFileSystems(params: Params | null): GuestFileSystem[] {
  return list(params, 'fs', n => {
    const bytes = (name: string) => {
      const value = params?.[`fs.${n}.${name}`]
      return value === undefined ? null : Number(value)
    }
    const disks = list(params, `fs.${n}.disk`, disk => ({
      target: text(params, `fs.${n}.disk.${disk}.alias`),
      device: text(params, `fs.${n}.disk.${disk}.device`),
    }))
    const type = text(params, `fs.${n}.fstype`) ?? ''
    const device = disks[0]?.device ?? null
    return {
      mountPoint: text(params, `fs.${n}.mountpoint`) ?? '',
      type,
      totalBytes: bytes('total-bytes'),
      usedBytes: bytes('used-bytes'),
      device,
      disks: disks.flatMap(({ target }) => target ?? []),
      growth: growthOf(type, text(params, `fs.${n}.name`), disks.length, device),
    }
  })
}

/** What a guest says is long at its own peril. */
const MOST = 200

function list<T>(params: Params | null, name: string, read: (n: number) => T): T[] {
  const count = Math.min(MOST, Number(params?.[`${name}.count`] ?? 0))
  return Array.from({ length: count }, (_, n) => read(n))
}

function text(params: Params | null, name: string): string | null {
  const value = params?.[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, 1_000) : null
}

/** libvirt's refusal is an answer: there is no agent, no lease, or the driver does not know. */
async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof LibvirtError) return null
    throw error
  }
}
