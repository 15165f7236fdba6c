// The one ssh login of a host: it stays while libvirt's connection comes and goes, so that a daemon that is started anew
// asks nobody for a password again. It ends with the network, or when the user disconnects the host.
import { openSshHost, parseUri, type SshHost, type SshHostOptions } from 'node-libvirt'

export class Login {
  readonly #uri: string
  #login: SshHost | null = null

  constructor(uri: string) {
    this.#uri = uri
  }

  /** The login that there is, or a new one; undefined where the way to the host is none. Throws as openSshHost. */
  async get(options: SshHostOptions): Promise<SshHost | undefined> {
    if (!isSsh(this.#uri)) return undefined
    if (this.#login) return this.#login
    const login = await openSshHost(this.#uri, options)
    this.#login = login
    void login.closed.then(() => {
      if (this.#login === login) this.#login = null
    })
    return login
  }

  async close(): Promise<void> {
    await this.#login?.close()
  }
}

/** An alias of libvirt.conf is none: its connection logs in by itself. */
function isSsh(uri: string): boolean {
  try {
    return parseUri(uri).transport === 'ssh'
  } catch {
    return false
  }
}
