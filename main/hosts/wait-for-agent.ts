// A guest's agent after QEMU or the daemon was started anew: it is there again within a moment.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Domain, VIR_DOMAIN_RUNNING } from 'node-libvirt'
import { hasAgent } from '../xml/domain/agent.ts'

const POLL_MS = 250

/** Whether it is there, of a running machine. Without patience: whether it is there now. */
export async function waitForAgent(domain: Domain, patienceMs: number): Promise<boolean> {
  for (const deadline = performance.now() + patienceMs; ; await sleep(POLL_MS)) {
    const { state } = await domain.getState()
    if (state !== VIR_DOMAIN_RUNNING) return false
    const agent = hasAgent(await domain.getXMLDesc())
    if (agent !== 'silent' || performance.now() > deadline) return agent === 'there'
  }
}
