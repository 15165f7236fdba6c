// Whether a host can be reached, before it is added: connects, asks who it is, and leaves.
import { connect } from 'node-libvirt'
import type { HostReport } from '../../preload/model/host.ts'

const TIMEOUT_MS = 20_000

/** Throws ConnectError or LibvirtError. */
export async function testConnection(uri: string): Promise<HostReport> {
  const connection = await connect(uri, { connectTimeoutMs: TIMEOUT_MS, keepalive: false })
  try {
    const [hostname, hypervisor, libvirtVersion, hypervisorVersion] = await Promise.all([
      connection.getHostname(),
      connection.getType(),
      connection.getLibVersion(),
      connection.getVersion(),
    ])
    return { hostname, hypervisor, libvirtVersion, hypervisorVersion }
  } finally {
    await connection.close()
  }
}
