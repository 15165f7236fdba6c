// Which processor models and features the host can give to one machine. The host's own answers: what it says of "like the
// host", taken apart into features, is what it can give; a model's parts are the same for every host.
import {
  type Connection,
  LibvirtError,
  VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES,
  VIR_DOMAIN_XML_INACTIVE,
} from 'node-libvirt'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Processors } from '../../../preload/model/processor.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { eachLimited } from '../../tasks/keyed-queue.ts'
import {
  readGivenFeatures,
  readHostModel,
  readModelNames,
  writeModel,
} from '../../xml/capabilities/processors.ts'
import { readDomain } from '../../xml/domain/read.ts'
import { lookUp } from '../power.ts'

const EXPAND = VIR_CONNECT_BASELINE_CPU_EXPAND_FEATURES
const READS_AT_ONCE = 8

/** Where the host cannot take models apart (other architectures, older libvirt), nothing is known of features. */
export async function readProcessors(hosts: Hosts, ref: VmRef): Promise<Processors> {
  const { connection } = hosts.get(ref.host)
  const domain = await lookUp(connection, ref)
  const { arch, machine, virtType } = readDomain(await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE))
  return askProcessors(connection, { arch, machine, virttype: virtType })
}

interface GuestKind {
  readonly arch: string
  readonly machine: string
  readonly virttype: string
}

export async function askProcessors(connection: Connection, kind: GuestKind): Promise<Processors> {
  const capabilities = await connection.getDomainCapabilities(kind)
  const hostModel = readHostModel(capabilities, kind.arch)
  const expand = async (cpu: string | null) =>
    cpu && (await orNull(connection.baselineHypervisorCPU([cpu], kind, EXPAND)))
  const given = await expand(hostModel)
  if (!given) return { offered: null, models: {} }
  const models: Record<string, readonly string[]> = {}
  await eachLimited(readModelNames(capabilities), READS_AT_ONCE, async name => {
    const parts = await orNull(connection.baselineCPU([writeModel(name, kind.arch)], EXPAND))
    if (parts) models[name] = readGivenFeatures(parts)
  })
  return { offered: readGivenFeatures(given), models }
}

/** What libvirt refuses to answer is not known. A connection that is lost is another matter. */
async function orNull(answer: Promise<string>): Promise<string | null> {
  return answer.catch(error => {
    if (error instanceof LibvirtError) return null
    throw error
  })
}
