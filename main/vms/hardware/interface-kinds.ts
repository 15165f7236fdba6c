// Which kinds of network card a host's libvirt can make, where its capabilities do not say. It is asked to write down what it
// would start for a machine that has one: nothing is defined or started by that.
import { type Connection, LibvirtError } from 'node-libvirt'
import { el, writeXml, type XmlSpec } from '../../xml/write.ts'

interface GuestKind {
  readonly arch: string
  readonly machine: string
  readonly virttype: string
}

/** Whether a nic of that kind would be taken; what the daemon cannot judge counts as no. */
export async function takesInterface(
  connection: Connection,
  kind: GuestKind,
  nic: XmlSpec,
): Promise<boolean> {
  const { arch, machine, virttype } = kind
  const domain = el('domain', { type: virttype }, [
    el('name', {}, 'asked-about'),
    el('memory', { unit: 'MiB' }, 64),
    el('vcpu', {}, 1),
    el('os', {}, [el('type', { arch, machine }, 'hvm')]),
    el('devices', {}, [nic]),
  ])
  try {
    await connection.domainXMLToNative('qemu-argv', writeXml(domain))
    return true
  } catch (error) {
    if (error instanceof LibvirtError) return false
    throw error
  }
}

export const PASST_NIC = el('interface', { type: 'user' }, [el('backend', { type: 'passt' })])
