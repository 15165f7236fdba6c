// The .vv files that were opened: read once, asked about by their window, connected only after its consent.
import { type FileHandle, open, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls'
import { AppFailure } from '../../preload/model/error.ts'
import type { VvFacts } from '../../preload/model/vv.ts'
import { LARGEST_VV, parseVv, type VvTarget } from './vv-file.ts'

const CONNECT_MS = 10_000
/** Of those that were opened last. */
const KEPT = 50

interface Opened {
  readonly path: string
  readonly target: VvTarget
  isAllowed: boolean
}

export class VvFiles {
  readonly #opened = new Map<string, Opened>()

  /** Throws `vv.unreadable` and what parseVv throws. */
  async read(id: string, path: string): Promise<void> {
    this.#opened.set(id, { path, target: parseVv(await readSmall(path)), isAllowed: false })
    for (const old of this.#opened.keys()) if (this.#opened.size > KEPT) this.#opened.delete(old)
  }

  facts(id: string): VvFacts {
    const { kind, host, port, isEncrypted, title, isDeleted, hasProxy } = this.#get(id).target
    return { kind, host, port, isEncrypted, title, isDeleted, hasProxy }
  }

  /** The user has read where it leads. Deletes the file if it asks for that. */
  async allow(id: string): Promise<void> {
    const opened = this.#get(id)
    opened.isAllowed = true
    if (opened.target.isDeleted) await rm(opened.path, { force: true }).catch(() => undefined)
  }

  /** One connection to the display. Throws `vv.notAllowed`, `console.refused`, `vv.untrusted`. */
  async connect(id: string): Promise<{ socket: Duplex; password: string; kind: 'spice' | 'vnc' }> {
    const { target, isAllowed } = this.#get(id)
    if (!isAllowed) throw new AppFailure('vv.notAllowed')
    return { socket: await dial(target), password: target.password, kind: target.kind }
  }

  #get(id: string): Opened {
    const opened = this.#opened.get(id)
    if (!opened) throw new AppFailure('vv.unreadable')
    return opened
  }
}

async function readSmall(path: string): Promise<string> {
  let file: FileHandle | null = null
  try {
    file = await open(path)
    const found = await file.stat()
    if (!found.isFile() || found.size > LARGEST_VV) throw new AppFailure('vv.notOne')
    return await file.readFile('utf8')
  } catch (error) {
    throw error instanceof AppFailure ? error : new AppFailure('vv.unreadable', {}, { detail: String(error) })
  } finally {
    await file?.close()
  }
}

function dial(target: VvTarget): Promise<Duplex> {
  const { host, port, ca, subject } = target
  const socket = target.isEncrypted
    ? connectTls({
        host,
        port,
        ...(ca !== null && { ca }),
        checkServerIdentity: (name, certificate) =>
          subject === null
            ? checkServerIdentity(name, certificate)
            : subjectOf(certificate) === subject.replace(/\s*,\s*/g, ',')
              ? undefined
              : new Error(`the certificate is of ${subjectOf(certificate)}`),
      })
    : connect({ host, port })
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy()
      const code =
        target.isEncrypted && !/^E[A-Z]+$/.test(String(Reflect.get(error, 'code')))
          ? 'vv.untrusted'
          : 'console.refused'
      reject(new AppFailure(code, {}, { detail: error.message }))
    }
    const timer = setTimeout(() => fail(new Error('ETIMEDOUT')), CONNECT_MS)
    socket.once('close', () => clearTimeout(timer))
    socket.once('error', fail)
    socket.once(target.isEncrypted ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

/** `C=ES,O=Lab,CN=host`, as libvirt's and oVirt's tools write it. */
function subjectOf({ subject }: PeerCertificate): string {
  return Object.entries(subject)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
