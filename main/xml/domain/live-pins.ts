// Which processors of the host a running machine's own may use, at once (virDomainPinVcpuFlags, virDomainPinEmulator,
// virDomainPinIOThread).
import { type Pins, parseCpuSet } from '../../../preload/model/placement.ts'
import { type LivePlan, type LiveStep, wait } from './live-plan.ts'

/** Who is let go again may run where libvirt puts it at the next start. */
export function planPins(of: 'vcpu' | 'emulator' | 'ioThread', now: Pins, next: Pins): LivePlan {
  const steps: LiveStep[] = []
  for (const [who, text] of Object.entries(next)) {
    const cpus = parseCpuSet(text)
    if (!cpus) return wait('atStart')
    if (now[who] !== text) steps.push({ do: 'pin', of, number: Number(who), cpus })
  }
  const isLetGo = Object.keys(now).some(who => next[who] === undefined)
  return { steps, why: isLetGo ? 'atStart' : null }
}
