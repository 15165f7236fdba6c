// A PCI device's place on its host: `0000:03:10.1` in one word, four attributes or elements in libvirt's XML.

export const PCI_PARTS = ['domain', 'bus', 'slot', 'function'] as const
const DIGITS = [4, 2, 2, 1] as const

/** Of what libvirt writes for each part, with `0x` or decimal; nothing is 0. */
export function printPciAddress(part: (name: (typeof PCI_PARTS)[number]) => string | null): string {
  const [domain, bus, slot, fn] = PCI_PARTS.map((name, n) => digits(Number(part(name) ?? 0), n))
  return `${domain}:${bus}:${slot}.${fn}`
}

/** As libvirt writes an `<address>`. */
export function pciAttributes(address: string): Record<string, string> {
  const values = address.split(/[:.]/)
  return Object.fromEntries(
    PCI_PARTS.map((name, n) => [name, `0x${digits(Number.parseInt(values[n] ?? '0', 16), n)}`]),
  )
}

function digits(value: number, part: number): string {
  return value.toString(16).padStart(DIGITS[part] ?? 1, '0')
}
