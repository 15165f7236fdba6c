// Definitions as a real libvirt judges them: made of ours, given to it with validation, read back, and gone at the end.
import { randomUUID } from 'node:crypto'
import {
  type Connection,
  connect,
  VIR_DOMAIN_DEFINE_VALIDATE,
  VIR_DOMAIN_UNDEFINE_NVRAM,
  VIR_DOMAIN_XML_INACTIVE,
} from 'node-libvirt'
import { applyChanges, type DecidedChange } from '../../../xml/domain/change.ts'
import { parseDocument, printDocument } from '../../../xml/lossless.ts'

export class JudgedDefinitions {
  readonly connection: Connection
  readonly #names: string[] = []

  private constructor(connection: Connection) {
    this.connection = connection
  }

  static async open(): Promise<JudgedDefinitions> {
    return new JudgedDefinitions(await connect('qemu:///system'))
  }

  /** As libvirt has it. */
  async define(xml: string): Promise<string> {
    const domain = await this.connection.domainDefineXML(xml, VIR_DOMAIN_DEFINE_VALIDATE)
    return domain.getXMLDesc(VIR_DOMAIN_XML_INACTIVE)
  }

  /** Emulated; aarch64 has UEFI, for its ACPI wants that. */
  newMachine(devices = '', arch = 'x86_64', machine = 'q35'): Promise<string> {
    const name = `added-${randomUUID()}`
    this.#names.push(name)
    const [firmware, apic] = arch === 'x86_64' ? ['', '<apic/>'] : [` firmware='efi'`, '']
    return this.define(`<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory>
    <os${firmware}><type arch='${arch}' machine='${machine}'>hvm</type></os><features><acpi/>${apic}</features>
    <devices>${devices}</devices></domain>`)
  }

  async close(): Promise<void> {
    for (const name of this.#names) {
      const domain = await this.connection.domainLookupByName(name).catch(() => null)
      await domain?.undefine(VIR_DOMAIN_UNDEFINE_NVRAM)
    }
    await this.connection.close()
  }
}

export function edit(xml: string, ...changes: DecidedChange[]): string {
  const document = parseDocument(xml)
  applyChanges(document.root, changes)
  return printDocument(document)
}
