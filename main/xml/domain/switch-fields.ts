// Fields of the machine that switch something on, or say how much of the host it gets.
import { ensureElement, insertElement, removeElement, removeIfBare, setAttribute } from '../edit.ts'
import { attribute, type ElementNode, element, elements } from '../lossless.ts'
import { el } from '../write.ts'
import { attributeAt, contentAt, type FieldAccess, switchAt, textAt } from './access.ts'
import { firmware, machineType } from './platform.ts'

/** A child of an element that goes with its last child. */
function flagIn(parent: string, name: string, after: readonly string[]): FieldAccess {
  return {
    read: of => (element(of, parent, name) ? 'yes' : null),
    write(of, value) {
      if (value === this.read(of)) return
      if (value !== null) ensureElement(ensureElement(of, parent, after), name)
      else {
        for (const found of elements(element(of, parent), name)) removeElement(found)
        removeIfBare(element(of, parent))
      }
    },
  }
}

const BACKING = ['memoryBacking', ['memory', 'currentMemory', 'maxMemory']] as const

/** `sockets,dies,cores,threads`: of all processors there can be. Null: each a socket of its own. */
const topology: FieldAccess = {
  read(of) {
    const found = element(of, 'cpu', 'topology')
    if (!found) return null
    return ['sockets', 'dies', 'cores', 'threads'].map(name => attribute(found, name) ?? '1').join(',')
  },
  write(of, value) {
    if (value === this.read(of)) return
    const cpu = value === null ? element(of, 'cpu') : ensureElement(of, 'cpu', ['os', 'features'])
    if (!cpu) return
    const found = element(cpu, 'topology')
    if (value === null) {
      if (found) removeElement(found)
      return removeIfBare(cpu)
    }
    const at = found ?? ensureElement(cpu, 'topology', ['model', 'vendor'])
    const [sockets = '1', dies = '1', cores = '1', threads = '1'] = value.split(',')
    // Not every machine type knows dies; none needs to be told of one.
    for (const [name, count] of Object.entries({ sockets, dies, cores, threads }))
      setAttribute(at, name, name === 'dies' && count === '1' && attribute(at, name) === null ? null : count)
  },
}

/** What Windows understands of KVM's help: less time spent waiting and counting. */
const ENLIGHTENMENTS = ['relaxed', 'vapic', 'spinlocks', 'vpindex', 'synic', 'stimer', 'frequencies'] as const
const SPINLOCK_RETRIES = '8191'

/** `windows`: these and no others; `own`: somebody's own choice. */
const hyperv: FieldAccess = {
  read(of) {
    const found = element(of, 'features', 'hyperv')
    if (!found) return null
    const on = elements(found).filter(one => attribute(one, 'state') === 'on')
    const isOurs = on.length === ENLIGHTENMENTS.length && elements(found).length === on.length
    return isOurs && ENLIGHTENMENTS.every(name => on.some(one => one.name === name)) ? 'windows' : 'own'
  },
  write(of, value) {
    if (value === this.read(of) || value === 'own') return
    const features = ensureElement(of, 'features', ['os'])
    for (const old of elements(features, 'hyperv')) removeElement(old)
    setTimer(of, 'hypervclock', value === null ? null : 'yes')
    if (value === null) return removeIfBare(features)
    const made = ensureElement(features, 'hyperv')
    for (const name of ENLIGHTENMENTS) {
      const one = ensureElement(made, name)
      setAttribute(one, 'state', 'on')
      if (name === 'spinlocks') setAttribute(one, 'retries', SPINLOCK_RETRIES)
    }
  },
}

function timer(of: ElementNode, name: string): ElementNode | null {
  return elements(element(of, 'clock'), 'timer').find(one => attribute(one, 'name') === name) ?? null
}

/** @param present null takes the timer's line away */
function setTimer(of: ElementNode, name: string, present: string | null): void {
  const found = timer(of, name)
  if (present === null) {
    if (found) removeElement(found)
    return
  }
  if (found) return setAttribute(found, 'present', present)
  const clock = element(of, 'clock') ?? ensureElement(of, 'clock', ['os', 'features', 'cpu'])
  if (attribute(clock, 'offset') === null) setAttribute(clock, 'offset', 'utc')
  insertElement(clock, el('timer', { name, present }), ['timer'])
}

const hpet: FieldAccess = {
  read(of) {
    const found = timer(of, 'hpet')
    return found && (attribute(found, 'present') === 'no' ? 'off' : 'on')
  },
  write(of, value) {
    if (value !== this.read(of)) setTimer(of, 'hpet', value === null ? null : value === 'off' ? 'no' : 'yes')
  },
}

const label: FieldAccess = {
  read: of => attribute(seclabel(of), 'type'),
  write(of, value) {
    if (value === this.read(of)) return
    const found = seclabel(of)
    if (value === null) {
      if (found) removeElement(found)
      return
    }
    const at = found ?? ensureElement(of, 'seclabel')
    for (const child of elements(at)) removeElement(child)
    setAttribute(at, 'type', value)
    for (const name of ['relabel', 'model']) if (value === 'none') setAttribute(at, name, null)
  },
}

/** The host's own: Unix ownership (`dac`) is another matter. */
function seclabel(of: ElementNode): ElementNode | null {
  return elements(of, 'seclabel').find(one => attribute(one, 'model') !== 'dac') ?? null
}

/** The guest may be neither debugged nor share its key; SNP wants its bit 17, and lets threads share a core (AMD's firmware ABI). */
const POLICIES: Readonly<Record<string, string>> = { sev: '0x0003', 'sev-snp': '0x00030000' }

/** What the guest's memory is encrypted with from its first moment. Of another kind, nothing of the old one is right. */
const launchSecurity: FieldAccess = {
  read: of => attribute(element(of, 'launchSecurity'), 'type'),
  write(of, value) {
    if (value === this.read(of)) return
    for (const old of elements(of, 'launchSecurity')) removeElement(old)
    if (value === null) return
    const policy = POLICIES[value]
    insertElement(
      of,
      el('launchSecurity', { type: value }, [policy !== undefined && el('policy', {}, policy)]),
    )
  },
}

const AFTER_OS = ['os', 'features', 'cpu', 'clock']

/** The processors of the host that those of the guest may run on, as `0-3,8`. */
const cpuSet: FieldAccess = {
  read: of => attribute(element(of, 'vcpu'), 'cpuset'),
  write(of, value) {
    const vcpu = element(of, 'vcpu')
    if (vcpu) setAttribute(vcpu, 'cpuset', value)
  },
}

export const SWITCH_ACCESS: Readonly<Record<string, FieldAccess>> = {
  'machine.topology': topology,
  'machine.hugepages': flagIn(BACKING[0], 'hugepages', BACKING[1]),
  'machine.lockedMemory': flagIn(BACKING[0], 'locked', BACKING[1]),
  'machine.noSharePages': flagIn(BACKING[0], 'nosharepages', BACKING[1]),
  'machine.memorySource': attributeAt(['memoryBacking', 'source'], 'type'),
  'machine.memoryAccess': attributeAt(['memoryBacking', 'access'], 'mode'),
  'machine.firmware': firmware,
  'machine.machineType': machineType,
  'machine.bootMenu': switchAt(['os', 'bootmenu'], 'enable', 'yes', 'no'),
  'machine.bootMenuTimeout': attributeAt(['os', 'bootmenu'], 'timeout'),
  'machine.kernel': contentAt(['os'], 'kernel'),
  'machine.initrd': contentAt(['os'], 'initrd'),
  'machine.kernelArguments': contentAt(['os'], 'cmdline'),
  'machine.onPowerOff': textAt('on_poweroff', AFTER_OS),
  'machine.onReboot': textAt('on_reboot', [...AFTER_OS, 'on_poweroff']),
  'machine.onCrash': textAt('on_crash', [...AFTER_OS, 'on_poweroff', 'on_reboot']),
  'machine.clock': attributeAt(['clock'], 'offset'),
  'machine.acpi': flagIn('features', 'acpi', ['os']),
  'machine.apic': flagIn('features', 'apic', ['os']),
  'machine.hyperv': hyperv,
  'machine.kvmHidden': switchAt(['features', 'kvm', 'hidden'], 'state', 'on', 'off'),
  'machine.hpet': hpet,
  'machine.pmu': switchAt(['features', 'pmu'], 'state', 'on', 'off'),
  'machine.ioThreads': textAt('iothreads', ['vcpu']),
  'machine.cpuSet': cpuSet,
  'machine.emulatorPin': attributeAt(['cputune', 'emulatorpin'], 'cpuset'),
  'machine.cpuShares': contentAt(['cputune'], 'shares'),
  'machine.cpuQuota': contentAt(['cputune'], 'quota'),
  'machine.diskWeight': contentAt(['blkiotune'], 'weight'),
  'machine.numaMode': attributeAt(['numatune', 'memory'], 'mode'),
  'machine.numaNodes': attributeAt(['numatune', 'memory'], 'nodeset'),
  'machine.label': label,
  'machine.launchSecurity': launchSecurity,
}
