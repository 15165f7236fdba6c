// A machine by what a person types: the host by its id, its URI or its name in the network, the machine by its name or
// UUID. Waits for the host while it is still being connected.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseUri } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Mirror } from '../state/mirror.ts'
import type { Host } from './host.ts'
import type { Hosts } from './hosts.ts'

const PATIENCE_MS = 60_000
const POLL_MS = 100

/** Throws `command.noHost`, `command.manyHosts`, `command.noVm`, or why the host cannot be reached. */
export async function findVm(
  hosts: Hosts,
  mirror: Mirror,
  wanted: { host: string; vm: string },
): Promise<VmRef> {
  const host = findHost(hosts.all(), wanted.host)
  await ready(host)
  const { id } = host.view
  const vm = mirror
    .all('vm')
    .find(v => v.host === id && (v.name === wanted.vm || v.uuid === wanted.vm.toLowerCase()))
  if (!vm) throw new AppFailure('command.noVm', { host: wanted.host, vm: wanted.vm })
  return { host: id, vm: vm.uuid }
}

function findHost(all: readonly Host[], wanted: string): Host {
  const exact = all.find(({ view }) => view.id === wanted || view.uri === wanted)
  if (exact) return exact
  const named = all.filter(({ view }) => view.kind === 'other' && parseUri(view.uri).host === wanted)
  if (named.length > 1)
    throw new AppFailure('command.manyHosts', {
      host: wanted,
      uris: named.map(({ view }) => view.uri).join(' '),
    })
  const [host] = named
  if (!host)
    throw new AppFailure('command.noHost', { host: wanted, hosts: all.map(({ view }) => view.uri).join(' ') })
  return host
}

async function ready(host: Host): Promise<void> {
  if (host.view.connection.state === 'idle') host.retry()
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const { connection } = host.view
    if (connection.state === 'ready') return
    if ('error' in connection) throw AppFailure.from(connection.error)
    if (performance.now() > deadline) throw new AppFailure('host.timeout')
    await sleep(POLL_MS)
  }
}
