// Whether KVM runs a guest: not whether it is there (device), but whether a machine gets anywhere with it.
import { defineCheck } from '../check.ts'

export const kvm = defineCheck(
  'kvm',
  {
    works: 'ok',
    slow: 'warn',
    stuck: 'warn',
    refused: 'warn',
    plainCpuOnly: 'warn',
    absent: 'warn',
    untested: 'info',
  },
  async ({ exists, kvm }, say) => {
    if (!(await exists('/dev/kvm'))) return say('absent')
    const verdict = await kvm()
    return say(verdict.kind, 'reason' in verdict ? { reason: verdict.reason } : {})
  },
)
