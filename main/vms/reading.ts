// A VM's XML, for reading.
import { VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import type { VmRef } from '../../preload/model/ids.ts'
import type { XmlText } from '../../preload/model/xml.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { lookUp } from './power.ts'

/** Without passwords: libvirt leaves them out unless asked. */
export async function readXml(hosts: Hosts, ref: VmRef): Promise<XmlText> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  const [inactive, running] = await Promise.all([
    domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE),
    domain.isActive(),
  ])
  return { inactive, active: running ? await domain.getXMLDesc() : null }
}
