// The way to a guest's display: where it listens comes from the live XML; a password of ours is made for the
// moment of connecting and never leaves this process.
import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import {
  ConnectError,
  type Connection,
  type Domain,
  VIR_DOMAIN_AFFECT_LIVE,
  VIR_DOMAIN_XML_SECURE,
} from 'node-libvirt'
import { AppFailure } from '../../preload/model/error.ts'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { type Display, readDisplay, withPassword } from '../xml/domain/display.ts'
import { displayKey, type Viewers } from './viewers.ts'

/** Long enough for all channels of a slow link to be opened, short enough to be worth nothing later. */
const VALID_MS = 30_000
/** A password with less than this left is renewed instead of used. */
const WORTH_USING_MS = 10_000
const CONNECT_MS = 10_000

type Address = NonNullable<Display['address']>

interface Momentary {
  readonly password: string
  readonly validUntil: number
}

export class Displays {
  readonly #hosts: Hosts
  readonly #viewers: Viewers
  /** By VM and kind: the channels of one client come within a second and share one password. */
  readonly #passwords = new Map<string, Promise<Momentary>>()

  constructor(hosts: Hosts, viewers: Viewers) {
    this.#hosts = hosts
    this.#viewers = viewers
  }

  /** A connected socket, and the password to open it with ('' where none is asked). */
  async open(ref: VmRef, kind: 'spice' | 'vnc'): Promise<{ socket: Duplex; password: string }> {
    const host = this.#hosts.get(ref.host)
    const { connection } = host
    const domain = await connection.domainLookupByUUIDString(ref.vm)
    if (!(await domain.isActive())) throw new AppFailure('console.off')
    const xml = await domain.getXMLDesc(VIR_DOMAIN_XML_SECURE)
    const display = readDisplay(xml, kind)
    if (!display) throw new AppFailure('console.noDisplay', { kind })
    if (!display.address) throw new AppFailure('console.noAddress', { kind })
    const key = displayKey(ref, kind)
    const password = await this.#password(key, domain, xml, display)
    await this.#viewers.watch(ref.host, connection)
    const socket = await connectDisplay(connection, display.address)
    const { address } = display
    this.#viewers.add(ref, kind, address.kind === 'unix' ? address.path : String(address.port), socket)
    return { socket, password }
  }

  async #password(key: string, domain: Domain, xml: string, { kind, password }: Display): Promise<string> {
    if (password.kind === 'none') return ''
    if (password.kind === 'fixed') return password.value
    const known = await this.#passwords.get(key)?.catch(() => null)
    if (known && known.validUntil - Date.now() > WORTH_USING_MS) return known.password
    const renewed = renewPassword(domain, xml, kind)
    this.#passwords.set(key, renewed)
    return (await renewed).password
  }
}

async function renewPassword(domain: Domain, xml: string, kind: 'spice' | 'vnc'): Promise<Momentary> {
  const password = randomBytes(24)
    .toString('base64url')
    .slice(0, kind === 'vnc' ? 8 : 32)
  const validUntil = Date.now() + VALID_MS
  const graphics = withPassword(xml, kind, password, new Date(validUntil))
  if (!graphics) throw new AppFailure('console.noDisplay', { kind })
  await domain.updateDevice(graphics, VIR_DOMAIN_AFFECT_LIVE)
  return { password, validUntil }
}

/** As the host sees it: over the ssh login of a remote one, straight on this computer. */
async function connectDisplay(connection: Connection, address: Address): Promise<Duplex> {
  const target = address.kind === 'unix' ? { path: address.path } : { host: address.host, port: address.port }
  try {
    return await connection.openChannel(target, AbortSignal.timeout(CONNECT_MS))
  } catch (error) {
    if (error instanceof ConnectError && error.reason === 'unsupportedTransport')
      throw new AppFailure('console.remote')
    throw new AppFailure(
      'console.refused',
      {},
      { detail: error instanceof Error ? error.message : String(error) },
    )
  }
}
