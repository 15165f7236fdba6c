// What a .vv file asks for (virt-viewer's connection file, remote-viewer(1), CONNECTION FILE): a display somewhere. It
// comes from a browser or a mail and is hostile until shown otherwise: what is not named here is not looked at, nothing
// in it is run, and no proxy of its choice is used.
import { z } from 'zod'
import { AppFailure } from '../../preload/model/error.ts'
import type { VvFacts } from '../../preload/model/vv.ts'

/** Real ones have two thousand bytes, most of them a certificate. */
export const LARGEST_VV = 64 << 10

export interface VvTarget extends VvFacts {
  readonly password: string
  /** PEM; null: whom the system trusts. */
  readonly ca: string | null
  /** The certificate's whole subject, instead of its name. */
  readonly subject: string | null
}

const Port = z.coerce.number().int().min(1).max(65_535)
/** A name or an address: no path, no user, no option. */
const HostName = z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9._:-]{0,251}[A-Za-z0-9])?$/)
const Keys = z.object({
  type: z.enum(['spice', 'vnc']),
  host: HostName,
  port: Port.optional(),
  'tls-port': Port.optional(),
  password: z.string().max(1_000).default(''),
  title: z.string().max(500).default(''),
  ca: z
    .string()
    .max(32 << 10)
    .optional(),
  'host-subject': z.string().max(2_000).optional(),
  'delete-this-file': z.enum(['0', '1', 'true', 'false']).default('0'),
  proxy: z.string().optional(),
})

/** Throws `vv.notOne`, `vv.wrong` naming the first key that is, `vv.tlsVnc`. */
export function parseVv(text: string): VvTarget {
  const parsed = Keys.safeParse(readGroup(text))
  if (!parsed.success)
    throw new AppFailure('vv.wrong', { key: String(parsed.error.issues[0]?.path[0] ?? '') })
  const keys = parsed.data
  const tlsPort = keys['tls-port']
  const port = tlsPort ?? keys.port
  if (port === undefined) throw new AppFailure('vv.wrong', { key: 'port' })
  if (keys.type === 'vnc' && tlsPort !== undefined) throw new AppFailure('vv.tlsVnc')
  return {
    kind: keys.type,
    host: keys.host,
    port,
    isEncrypted: tlsPort !== undefined,
    title: keys.title,
    isDeleted: ['1', 'true'].includes(keys['delete-this-file']),
    hasProxy: keys.proxy !== undefined,
    password: keys.password,
    ca: keys.ca ?? null,
    subject: keys['host-subject'] ?? null,
  }
}

/** GLib's key file: the lines of [virt-viewer], with its escapes. The last of two equal keys counts. */
function readGroup(text: string): Record<string, string> {
  const found = new Map<string, string>()
  let group: string | null = null
  for (const line of text.split(/\r?\n/)) {
    const head = /^\[([^\]]*)\]\s*$/.exec(line)
    if (head) group = head[1] ?? ''
    const pair = group === 'virt-viewer' ? /^([A-Za-z-]+)\s*=\s*(.*)$/.exec(line) : null
    if (pair?.[1]) found.set(pair[1], readEscapes(pair[2] ?? ''))
  }
  if (found.size === 0) throw new AppFailure('vv.notOne')
  return Object.fromEntries(found)
}

const ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }

function readEscapes(value: string): string {
  return value.replace(/\\([sntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? '')
}
