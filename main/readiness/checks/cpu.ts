// VT-x shows as `vmx`, AMD-V as `svm`. A processor may have one that the firmware has locked; then Linux says so in
// its log, where we may read it ("kvm: disabled by bios", "SVM disabled (by BIOS) in MSR_VM_CR"). Since 5.6 it also
// takes a locked VT-x off the flags ("VMX (outside TXT) disabled by BIOS"): then the firmware is what we name.
import { defineCheck } from '../check.ts'

export const cpu = defineCheck(
  'cpu',
  {
    intel: 'ok',
    amd: 'ok',
    arm: 'ok',
    locked: 'warn',
    hiddenByFirmware: 'warn',
    hiddenByHost: 'warn',
    otherKind: 'info',
  },
  async ({ arch, cpuModel: model, read, run }, say) => {
    if (arch === 'arm64') return say('arm', { model })
    if (arch !== 'x64') return say('otherKind', { model })
    const info = await read('/proc/cpuinfo')
    const flag = /^flags\s*:.*\b(vmx|svm)\b/m.exec(info)?.[1]
    if (!flag)
      return say(/^flags\s*:.*\bhypervisor\b/m.test(info) ? 'hiddenByHost' : 'hiddenByFirmware', { model })
    const log = (await run('dmesg', [])) ?? ''
    if (/\b(kvm|svm|vmx)\b.*disabled \(?by (bios|firmware)/i.test(log)) return say('locked', { model })
    return say(flag === 'vmx' ? 'intel' : 'amd', { model })
  },
)
