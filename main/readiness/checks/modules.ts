// KVM's part of Linux: `kvm` and the processor's half, loaded or built in.
import { defineCheck } from '../check.ts'

/** Halves that are known; any other whose name begins like this counts too. */
const HALF = /^kvm_\w+/m

export const modules = defineCheck(
  'modules',
  { loaded: 'ok', builtIn: 'ok', half: 'warn', missing: 'warn' },
  async ({ arch, distribution: { sudo }, read, exists }, say) => {
    const [listed, info] = await Promise.all([read('/proc/modules'), read('/proc/cpuinfo')])
    const module = arch === 'arm64' ? 'kvm' : info.includes('GenuineIntel') ? 'kvm_intel' : 'kvm_amd'
    const load = [`${sudo}modprobe ${module}`]
    if (HALF.test(listed)) return say('loaded', { module: HALF.exec(listed)?.[0] ?? module })
    if ((await exists(`/sys/module/${module}`)) || (await exists('/dev/kvm'))) return say('builtIn')
    if (await exists('/sys/module/kvm')) return say('half', { module }, load)
    return say('missing', { module }, load)
  },
)
