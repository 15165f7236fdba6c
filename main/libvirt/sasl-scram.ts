// SCRAM: both sides prove that they know the password, and neither says it (RFC 5802, RFC 7677). No channel binding.
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { ConnectError } from './error.ts'

export type ScramHash = 'sha1' | 'sha256' | 'sha512'

const GS2_HEADER = 'n,,'
/** RFC 7677's least; the most keeps a peer from having us count for ever. */
const ITERATIONS_MIN = 4_096
const ITERATIONS_MAX = 5_000_000
const derive = promisify(pbkdf2)

export class Scram {
  readonly #hash: ScramHash
  readonly #password: string
  readonly #nonce: string
  readonly #bare: string
  #serverSignature: Buffer | null = null

  /** @param nonce for the test vectors of the RFCs alone */
  constructor(hash: ScramHash, user: string, password: string, nonce = randomBytes(24).toString('base64')) {
    this.#hash = hash
    this.#password = prepare(password)
    this.#nonce = nonce
    const name = prepare(user).replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#bare = `n=${name},r=${nonce}`
  }

  /** client-first-message */
  first(): string {
    return `${GS2_HEADER}${this.#bare}`
  }

  /** server-first-message → client-final-message. Throws ConnectError `authFailed`. */
  async respond(serverFirst: string): Promise<string> {
    const { r: nonce = '', s: salt = '', i = '' } = readAttributes(serverFirst)
    const iterations = Number(i)
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length || salt === '')
      throw refused('the daemon’s challenge does not answer ours')
    if (!(Number.isInteger(iterations) && iterations >= ITERATIONS_MIN && iterations <= ITERATIONS_MAX))
      throw refused(`the daemon asks for ${i} iterations`)
    const size = createHash(this.#hash).digest().length
    const salted = await derive(this.#password, Buffer.from(salt, 'base64'), iterations, size, this.#hash)
    const clientKey = this.#hmac(salted, 'Client Key')
    const storedKey = createHash(this.#hash).update(clientKey).digest()
    const withoutProof = `c=${Buffer.from(GS2_HEADER).toString('base64')},r=${nonce}`
    const authMessage = `${this.#bare},${serverFirst},${withoutProof}`
    const clientSignature = this.#hmac(storedKey, authMessage)
    this.#serverSignature = this.#hmac(this.#hmac(salted, 'Server Key'), authMessage)
    const proof = Buffer.from(clientKey.map((byte, n) => byte ^ (clientSignature[n] ?? 0)))
    return `${withoutProof},p=${proof.toString('base64')}`
  }

  /** server-final-message: the daemon's proof. Throws ConnectError `authFailed`. */
  verify(serverFinal: string): void {
    const { v = '', e } = readAttributes(serverFinal)
    if (e !== undefined) throw refused(`the daemon refuses: ${e}`)
    const signature = Buffer.from(v, 'base64')
    const expected = this.#serverSignature
    if (!expected || signature.length !== expected.length || !timingSafeEqual(signature, expected))
      throw refused('the daemon does not know the password: it is not who it claims to be')
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest()
  }
}

/** SASLprep (RFC 4013), without its rules for text from right to left, which no server checks alike. */
export function prepare(text: string): string {
  const mapped = text
    .replace(/\u034F|\u200D|[\uFE00-\uFE0F]|[\u180B-\u180D]|[\u00AD\u1806\u200B\u200C\u2060\uFEFF]/gu, '')
    .replace(/\p{Zs}/gu, ' ')
  const normal = mapped.normalize('NFKC')
  if (/[\p{Cc}\p{Co}\p{Cs}\uFFFD]/u.test(normal))
    throw refused('a name or password has characters that none may have')
  return normal
}

function readAttributes(message: string): Partial<Record<string, string>> {
  return Object.fromEntries(message.split(',').map(part => [part.slice(0, 1), part.slice(2)]))
}

function refused(why: string): ConnectError {
  return new ConnectError('authFailed', why)
}
