// The hardware form from a shell: a machine's definition and the values of its fields as text, and changes by the same way as the
// form's.
import { readFile } from 'node:fs/promises'
import { AppFailure } from '../../../preload/model/error.ts'
import { FIELDS } from '../../../preload/model/fields/devices.ts'
import { hasField } from '../../../preload/model/fields/spec.ts'
import {
  commandName,
  type Device,
  DeviceKind,
  type DeviceRef,
  HardwareChange,
  type HardwarePreview,
  HardwareRequest,
} from '../../../preload/model/hardware.ts'
import type { VmRef } from '../../../preload/model/ids.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import type { Tasks } from '../../tasks/tasks.ts'
import type { VmHardware } from './changing.ts'
import { readHardware } from './reading.ts'

export class HardwareCommands {
  readonly #hosts: Hosts
  readonly #hardware: VmHardware
  readonly #tasks: Tasks

  constructor(hosts: Hosts, hardware: VmHardware, tasks: Tasks) {
    this.#hosts = hosts
    this.#hardware = hardware
    this.#tasks = tasks
  }

  /** What is defined, without secrets. */
  async definition(ref: VmRef): Promise<string> {
    return (await readHardware(this.#hosts, ref)).definition
  }

  /** A line each: `disk:vda.cache=none`; nothing after the sign where nothing is said. */
  async fields(ref: VmRef): Promise<string> {
    const { devices } = await readHardware(this.#hosts, ref)
    const lines = devices.flatMap(device =>
      settable(device.kind, device.values).map(
        id => `${commandName(device)}.${id}=${device.values[id] ?? ''}`,
      ),
    )
    return lines.join('\n')
  }

  /** The whole definition, as `definition` gives it; secrets that it does not name stay. Throws `command.noFile` too. */
  async defineFile(ref: VmRef, path: string): Promise<HardwarePreview> {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (!text) throw new AppFailure('command.noFile', { path })
    return this.#change(ref, { do: 'xml', text })
  }

  /**
   * @param name as `fields` has it
   * @param value null for what the host has where nothing is said
   * @returns what it came to
   * Throws `command.noField`, `hardware.noDevice`, or why libvirt does not take it.
   */
  set(ref: VmRef, name: string, value: string | null): Promise<HardwarePreview> {
    const { device, field } = parseName(name)
    return this.#change(ref, { do: 'set', device, field, value })
  }

  async #change(ref: VmRef, wanted: unknown): Promise<HardwarePreview> {
    const { revision } = await readHardware(this.#hosts, ref)
    const change = HardwareChange.parse(wanted)
    const request = HardwareRequest.parse({ ...ref, base: revision, changes: [change] })
    const preview = await this.#hardware.preview(request)
    if (preview.before === preview.after) return preview
    const { error, state } = await this.#tasks.ended(this.#hardware.apply(request))
    if (error) throw AppFailure.from(error)
    if (state !== 'done') throw new AppFailure('task.cancelled')
    return preview
  }
}

/** Those that one value changes; of a device only those that it has. */
function settable(kind: DeviceKind, values?: Device['values']): string[] {
  return FIELDS[kind]
    .filter(spec => !spec.fixed && spec.input !== 'order' && (!values || hasField(spec, values)))
    .map(({ id }) => id)
}

/** Keys have colons and dots of their own: addresses, names of channels. */
function parseName(name: string): { device: DeviceRef; field: string } {
  const [, kind = '', key = '', field = ''] = /^([a-z]+)(?::(.*))?\.([^.]+)$/s.exec(name) ?? []
  const known = DeviceKind.safeParse(kind)
  if (!known.success || !settable(known.data).includes(field))
    throw new AppFailure('command.noField', {
      field: name,
      fields: known.success ? settable(known.data).join(' ') : DeviceKind.options.join(' '),
    })
  return { device: { kind: known.data, key }, field }
}
