// What libvirt would start for a machine, as QEMU's own command line (virConnectDomainXMLToNative): to read, and to ask others.
import { type Connection, VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { lookUp } from './power.ts'

/** By the driver's name for itself. */
const FORMATS: Readonly<Record<string, string>> = { QEMU: 'qemu-argv', Xen: 'xen-xl', BHYVE: 'bhyve-argv' }

/** Of the definition, without secrets. Throws `xml.noNative` where the host's driver has no such form. */
export async function readNativeCommand(hosts: Hosts, ref: VmRef): Promise<string> {
  const { connection } = hosts.get(ref.host)
  const format = FORMATS[await connection.getType()]
  if (format === undefined) throw new AppFailure('xml.noNative')
  return breakLines(await readNative(connection, ref, format))
}

async function readNative(connection: Connection, ref: VmRef, format: string): Promise<string> {
  const domain = await lookUp(connection, ref)
  return connection.domainXMLToNative(format, await domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE))
}

/** An option a line, as a shell takes it; nothing within quotes is touched. */
export function breakLines(command: string): string {
  // A quoted part, an escaped character, a space before an option, or any other character.
  return command
    .trim()
    .replace(/'[^']*'|\\.|( )(?=-[a-zA-Z])|./gs, (part, space) => (space ? ' \\\n  ' : part))
}
