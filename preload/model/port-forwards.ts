// Ports of the host that lead into a guest (passt): one a line of the form, all of them one value of its field.

export interface PortForward {
  readonly proto: string
  /** Of the host; null: all of its addresses. */
  readonly address: string | null
  /** Interface of the host; null: any. */
  readonly dev: string | null
  /** First and last port of the host; without a first one all ports, without a last one that port alone. */
  readonly start: number | null
  readonly end: number | null
  /** First port of the guest; null: the same. */
  readonly to: number | null
  /** These are left out of a range. */
  readonly exclude: boolean
}

export const LAST_PORT = 65535

/** As a field's value: `tcp,127.0.0.1,,8080,,80,`, with semicolons between them. */
export function printForwards(forwards: readonly PortForward[]): string | null {
  if (forwards.length === 0) return null
  return forwards
    .map(({ proto, address, dev, start, end, to, exclude }) =>
      [proto, address, dev, start, end, to, exclude ? 'exclude' : ''].map(part => part ?? '').join(','),
    )
    .join(';')
}

export function parseForwards(value: string | null): readonly PortForward[] {
  const lines = value?.split(';').map(line => line.split(',')) ?? []
  return lines.map(([proto = 'tcp', address, dev, start, end, to, exclude]) => ({
    proto,
    address: address || null,
    dev: dev || null,
    start: portOf(start),
    end: portOf(end),
    to: portOf(to),
    exclude: exclude === 'exclude',
  }))
}

function portOf(text: string | undefined): number | null {
  return text ? Number(text) : null
}

/** `127.0.0.1:8080–8090 → 80 (TCP)`; ports of the guest are named where they differ. */
export function describeForward({ proto, address, start, end, to, exclude }: PortForward): string {
  const last = end === null ? '' : `–${end}`
  const ports = start === null ? '*' : `${exclude ? '¬' : ''}${start}${last}`
  const at = address === null ? '' : `${address.includes(':') ? `[${address}]` : address}:`
  return `${at}${ports}${to === null ? '' : ` → ${to}`} (${proto.toUpperCase()})`
}
