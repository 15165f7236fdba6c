// The guest's clock after a machine stood still: what was saved or paused goes on with the time it had. Its agent sets it by the
// machine's own clock, which libvirt keeps right (virDomainSetTime with VIR_DOMAIN_TIME_SYNC).
import { type Domain, VIR_DOMAIN_TIME_SYNC } from 'node-libvirt'
import type { TaskContext } from '../tasks/tasks.ts'
import { waitForAgent } from './wait-for-agent.ts'

/** After a new start of QEMU, an agent that was there says so again within a moment. */
const PATIENCE_MS = 2_000

/**
 * Of a running machine whose agent is there; whatever fails is said and fails nothing: the machine runs.
 * @param isNewStart whether QEMU is another one than before
 */
export async function setGuestClock(domain: Domain, task: TaskContext, isNewStart: boolean): Promise<void> {
  try {
    if (!(await waitForAgent(domain, isNewStart ? PATIENCE_MS : 0))) return
    task.step('vm.setClock', { name: domain.name })
    await domain.setTime(0, 0, VIR_DOMAIN_TIME_SYNC, { timeoutMs: 30_000 })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    task.step('vm.clockNotSet', { name: domain.name, detail })
  }
}
