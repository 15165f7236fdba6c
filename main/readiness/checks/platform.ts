// KVM is Linux's: elsewhere this app shows and runs the machines of other computers.
import { defineCheck } from '../check.ts'

export const platform = defineCheck(
  'platform',
  { linux: 'ok', remoteOnly: 'info' },
  ({ platform, distribution }, say) =>
    platform === 'linux' ? say('linux', { name: distribution.name }) : say('remoteOnly'),
)
