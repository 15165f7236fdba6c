// A VM's XML and a picture of its screen, for reading.
import { VIR_DOMAIN_XML_INACTIVE } from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { XmlText } from '../../preload/model/xml.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { lookUp } from './power.ts'

/** A 4K screen as PPM is 25 MB; more than this is no picture of a screen. */
const LARGEST_PICTURE = 64 << 20

/** Without passwords: libvirt leaves them out unless asked. */
export async function readXml(hosts: Hosts, ref: VmRef): Promise<XmlText> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  const [inactive, running] = await Promise.all([
    domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE),
    domain.isActive(),
  ])
  return { inactive, active: running ? await domain.getXMLDesc() : null }
}

/** The host's own picture of the guest's first screen (virDomainScreenshot): PNG, or PPM from older QEMU. */
export async function readScreenshot(hosts: Hosts, ref: VmRef): Promise<Uint8Array> {
  const domain = await lookUp(hosts.get(ref.host).connection, ref)
  const { stream } = await domain.screenshot(0)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += (chunk as Buffer).length
    if (size > LARGEST_PICTURE) throw new AppFailure('vm.pictureTooBig')
    chunks.push(chunk as Buffer)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
