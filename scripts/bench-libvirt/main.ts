// npm run bench -- libvirt: node-libvirt beside libvirt's C library, from Python and in virsh, on this computer, in one
// run and in turns. It runs as plain JavaScript, as the package does: `scripts/bench.sh` makes that of it first. The machines are of a private daemon of an unprivileged user, which ends with the run. A bar that
// is not met is said and is no failure: this measures.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../main/libvirt/index.ts'
import { startPrivateDaemon } from '../../main/libvirt/transport/testing/private-daemon.ts'
import { qemuDomain, testDriverFile } from './domains.ts'
import { measureEvents } from './events.ts'
import { measureMemory } from './memory.ts'
import { compareReads } from './reads.ts'
import { measureVolumes } from './volumes.ts'

const COUNTS = [1, 100, 1_000]

const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'))
const daemon = await startPrivateDaemon([])
const uri = `qemu+unix:///session?socket=${daemon.socketPath}`
try {
  for (const count of COUNTS) {
    const driver = join(daemon.folder, `machines-${count}.xml`)
    writeFileSync(driver, testDriverFile(count))
    await compareReads('test driver', `test+unix://${driver}?socket=${daemon.socketPath}`, count, folder)
  }
  let defined = 0
  for (const count of COUNTS) {
    await defineDomains(defined, count)
    defined = count
    await compareReads('QEMU', uri, count, folder)
  }
  await measureEvents()
  await measureMemory(uri)
  await measureVolumes(uri, join(daemon.folder, 'home'), folder)
} finally {
  await daemon.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function defineDomains(from: number, to: number): Promise<void> {
  const connection = await connect(uri)
  const missing = Array.from({ length: to - from }, (_, n) => qemuDomain(from + n))
  await Promise.all(missing.map(xml => connection.domainDefineXML(xml, 0, { timeoutMs: 0 })))
  await connection.close()
}
