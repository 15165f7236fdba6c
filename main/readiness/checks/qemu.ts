// QEMU, which runs the machines. RHEL keeps its own outside the path.
import { defineCheck } from '../check.ts'
import { installCommands } from '../distribution.ts'

export const qemu = defineCheck(
  'qemu',
  { installed: 'ok', missing: 'fail' },
  async ({ arch, distribution, run }, say) => {
    const own = arch === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64'
    for (const binary of [own, '/usr/libexec/qemu-kvm']) {
      const version = /version (\d+(?:\.\d+)+)/.exec((await run(binary, ['--version'])) ?? '')?.[1]
      if (version) return say('installed', { version })
    }
    return say('missing', {}, installCommands(distribution, 'qemu', arch))
  },
)
