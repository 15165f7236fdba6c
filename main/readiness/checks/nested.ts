// Whether this computer is a virtual machine or a container itself: slower, and some fixes are its host's to make.
import { defineCheck } from '../check.ts'

const CONTAINER_SIGNS = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container']

export const nested = defineCheck(
  'nested',
  { bare: 'ok', guest: 'info', container: 'info', containerInGuest: 'info' },
  async ({ read, exists }, say) => {
    const [info, environment, vendor, product] = await Promise.all([
      read('/proc/cpuinfo'),
      read('/proc/1/environ'),
      read('/sys/class/dmi/id/sys_vendor'),
      read('/sys/class/dmi/id/product_name'),
    ])
    const signs = await Promise.all(CONTAINER_SIGNS.map(exists))
    const container = signs.includes(true) || /(^|\0)container=/.test(environment)
    const guest =
      /^flags\s*:.*\bhypervisor\b/m.test(info) || /QEMU|KVM|VMware|VirtualBox|Xen/i.test(vendor + product)
    if (container) return say(guest ? 'containerInGuest' : 'container')
    return say(guest ? 'guest' : 'bare')
  },
)
