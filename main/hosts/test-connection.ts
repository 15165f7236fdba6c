// Whether a host can be reached, before it is added: connects, asks who it is, and leaves.
import { connect } from 'node-libvirt'
import type { HostReport } from '../../preload/model/host.ts'
import type { Questions } from './questions.ts'

const TIMEOUT_MS = 20_000

/** Throws ConnectError or LibvirtError. */
export async function testConnection(uri: string, questions: Questions): Promise<HostReport> {
  const onQuestion = questions.askFor(uri)
  const connection = await connect(uri, { connectTimeoutMs: TIMEOUT_MS, keepalive: false, onQuestion })
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
