// Opens a console: finds the way, then lets the pipe run. A refusal is an error of the ask; an end after that is
// the pipe's last message.
import { VIR_DOMAIN_CONSOLE_FORCE } from 'node-libvirt'
import type { ConsoleRef } from '../../preload/contract.ts'
import { AppFailure } from '../../preload/model/error.ts'
import { readFailure } from '../hosts/failure.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { Mirror } from '../state/mirror.ts'
import { Displays } from './display.ts'
import { type Port, runPipe } from './pipe.ts'
import { relayRfb } from './rfb-link.ts'
import { relaySpice } from './spice-link.ts'
import { Viewers } from './viewers.ts'

export class Consoles {
  readonly #hosts: Hosts
  readonly #displays: Displays

  constructor(hosts: Hosts, mirror: Mirror) {
    this.#hosts = hosts
    this.#displays = new Displays(hosts, new Viewers(mirror))
  }

  /** @param takePort called once the source is open: the port then belongs to the pipe */
  async open(ref: ConsoleRef, takePort: () => Port): Promise<void> {
    if (ref.kind === 'serial') return this.#openSerial(ref, takePort)
    const { socket, password } = await this.#displays.open(ref, ref.kind)
    const relay = ref.kind === 'spice' ? relaySpice : relayRfb
    runPipe(socket, takePort(), readFailure, ends => relay(password, ends))
  }

  /** Takes the console over from whoever had it: libvirt gives it to one reader, and a dead one may still hold it. */
  async #openSerial(ref: Extract<ConsoleRef, { kind: 'serial' }>, takePort: () => Port): Promise<void> {
    const domain = await this.#hosts.get(ref.host).connection.domainLookupByUUIDString(ref.vm)
    if (!(await domain.isActive())) throw new AppFailure('console.off')
    const stream = await domain.openConsole(ref.device, VIR_DOMAIN_CONSOLE_FORCE)
    runPipe(stream, takePort(), readFailure)
  }
}
