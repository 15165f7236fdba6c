// libvirtd's TCP socket: no encryption, and no proof of who answers. The daemon offers it only if told to.
import type { LibvirtUri } from '../uri.ts'
import { noChannels, type Way } from './channel.ts'
import { dialWire } from './wire.ts'

const PORT = 16_509

export async function openTcp(uri: LibvirtUri, signal: AbortSignal): Promise<Way> {
  const wire = await dialWire({ host: uri.host || 'localhost', port: uri.port ?? PORT }, signal)
  return { wire, openChannel: noChannels('tcp'), close: async () => undefined }
}
