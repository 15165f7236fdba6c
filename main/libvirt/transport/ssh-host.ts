// A host over the system's ssh, so all that ~/.ssh/config says holds: keys, agents, jumps. One login serves
// libvirt and every console: a control connection (ControlMaster, ssh_config(5)) whose socket is in a private folder.
// Where ssh has none, on Windows, each channel logs in by itself.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { Attempt } from '../attempt.ts'
import { type Consent, isYes, requireConsent } from '../consent.ts'
import { ConnectError } from '../error.ts'
import type { OnQuestion } from '../question.ts'
import { type LibvirtUri, parseUri } from '../uri.ts'
import { Askpass } from './askpass.ts'
import type { ChannelTarget } from './channel.ts'
import { dial } from './dial.ts'
import { Forwarded } from './forwarded.ts'
import {
  keeperScript,
  libvirtScript,
  loginArguments,
  netcatScript,
  remoteSockets,
  sharedArguments,
} from './ssh-command.ts'
import { sshFailure } from './ssh-failure.ts'
import { SshProcess } from './ssh-process.ts'

export interface SshOptions {
  /** Instead of the user's ~/.ssh/config. */
  readonly sshConfigFile?: string
  /** One login for all channels. Default: where ssh can, which is everywhere but on Windows. */
  readonly sshShared?: boolean
}

export interface SshHostOptions extends SshOptions {
  /** Ends the logging in; later it does nothing. */
  readonly signal?: AbortSignal
  /** For a login, but the time that a person takes to answer; 0: none. Default 10 s. */
  readonly connectTimeoutMs?: number
  /** Without it nobody is asked: keys and agents only. On Windows ssh asks nobody in any case. */
  readonly onQuestion?: OnQuestion
  readonly consent?: readonly Consent[]
  readonly env?: NodeJS.ProcessEnv
}

/** Some systems allow no more than 104 bytes for a socket's path, and ssh adds 17 for a moment. */
const FOLDER_MAX = 70
const CONTROL = 'c'

/**
 * Logs in to the host of a URI with the transport ssh.
 * Throws ConnectError, or the signal's reason.
 */
export async function openSshHost(uri: string, options: SshHostOptions = {}): Promise<SshHost> {
  const parsed = parseUri(uri)
  requireConsent(parsed, options.consent ?? [])
  return SshHost.open(parsed, options)
}

export class SshHost {
  /** Resolves when the login has ended, with why; null when we closed it. */
  readonly closed: Promise<ConnectError | null>
  readonly #uri: LibvirtUri
  readonly #options: SshHostOptions
  readonly #folder: string
  readonly #channels = new Set<Duplex>()
  readonly #processes = new Set<SshProcess>()
  readonly #forwards = new Map<string, Promise<string>>()
  readonly #end = new AbortController()
  #master: SshProcess | null = null
  #settleClosed: (error: ConnectError | null) => void = () => undefined

  private constructor(uri: LibvirtUri, options: SshHostOptions, folder: string) {
    this.#uri = uri
    this.#options = options
    this.#folder = folder
    this.closed = new Promise(resolve => {
      this.#settleClosed = resolve
    })
  }

  static async open(uri: LibvirtUri, options: SshHostOptions): Promise<SshHost> {
    if (uri.transport !== 'ssh') throw new ConnectError('unsupportedTransport', `not ssh: ${uri.transport}`)
    if (uri.host === '') throw new ConnectError('badUri', 'ssh needs the name of a host')
    libvirtScript(uri, false) // what is wrong with the URI is said before anyone is asked
    const host = new SshHost(uri, options, await makeFolder())
    try {
      await host.#logIn()
    } catch (error) {
      await host.close()
      throw error
    }
    return host
  }

  /** The stream of libvirt's RPC: of the URI that the host was opened with, or of another of the same host. */
  async openLibvirt({ uri = this.#uri, readOnly = false, signal }: OpenLibvirtOptions = {}): Promise<Duplex> {
    const wanted = typeof uri === 'string' ? parseUri(uri) : uri
    requireConsent(wanted, this.#options.consent ?? [])
    const { stream, word } = await this.#run(libvirtScript(wanted, readOnly), signal)
    if (word !== 'none') return stream
    stream.destroy()
    const [path] = remoteSockets(wanted, readOnly)
    if (path && this.isShared && wanted.params.get('proxy') !== 'native')
      return this.#openForward(path, signal)
    throw new ConnectError('noHelper', 'the host has neither virt-ssh-helper nor a netcat with UNIX sockets')
  }

  /** A TCP port as the host sees it. One that does not answer shows as an error of the stream. */
  async openTcp(host: string, port: number, signal?: AbortSignal): Promise<Duplex> {
    const target = `${host.includes(':') ? `[${host}]` : host}:${port}`
    if (this.isShared) return this.#openForward(target, signal)
    return this.#logInFor(['-W', target], [], signal, async process => process)
  }

  /** A UNIX socket of the host. */
  async openUnix(path: string, signal?: AbortSignal): Promise<Duplex> {
    if (this.isShared && !/[:[\]\\]/.test(path)) return this.#openForward(path, signal)
    const { stream, word } = await this.#run(netcatScript(path), signal)
    if (word === 'nc') return stream
    stream.destroy()
    throw new ConnectError('noHelper', 'the host has no netcat with UNIX sockets', path)
  }

  readonly openChannel = (target: ChannelTarget, signal?: AbortSignal): Promise<Duplex> =>
    'path' in target ? this.openUnix(target.path, signal) : this.openTcp(target.host, target.port, signal)

  /** Ends every channel and the login. Resolves when no process of it is left. */
  async close(): Promise<void> {
    this.#end.abort(new ConnectError('cancelled', 'the login was closed'))
    for (const one of [...this.#channels, ...this.#processes]) one.destroy()
    await Promise.all([...this.#processes].map(process => process.ended))
    await rm(this.#folder, { recursive: true, force: true })
    this.#settleClosed(null)
  }

  /** Whether all channels share one login. */
  get isShared(): boolean {
    return this.#options.sshShared ?? process.platform !== 'win32'
  }

  get #controlPath(): string {
    return join(this.#folder, CONTROL)
  }

  async #logIn(): Promise<void> {
    if (!this.isShared) return // each channel does
    const args = ['-M', '-S', this.#controlPath, '-o', 'ControlPersist=no']
    const { signal } = this.#options
    this.#master = await this.#logInFor(args, [keeperScript()], signal, async (process, cancelled) => {
      await process.marked(cancelled)
      return process
    })
    void this.#master.ended.then(error => this.#lost(error))
  }

  #lost(error: ConnectError | null): void {
    if (this.#end.signal.aborted) return
    const why = new ConnectError('lost', error?.message ?? 'the host ended the login', null, { cause: error })
    this.#settleClosed(why)
    for (const channel of this.#channels) channel.destroy(why)
    void this.close()
  }

  /** Runs ssh with a login of its own, until `ready` says that it is made. */
  async #logInFor<T>(
    args: readonly string[],
    command: readonly string[],
    signal: AbortSignal | undefined,
    ready: (process: SshProcess, cancelled: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { onQuestion, connectTimeoutMs = 10_000 } = this.#options
    const attempt = new Attempt({ host: this.#uri.host, timeoutMs: connectTimeoutMs, signal, onQuestion })
    const mayAsk = attempt.canAsk && process.platform !== 'win32' && !isYes(this.#uri.params.get('no_tty'))
    const askpass = mayAsk ? await Askpass.make(this.#folder, attempt) : null
    const login = loginArguments(this.#uri, { configFile: this.#options.sshConfigFile, batch: !mayAsk })
    const control = args.includes('-S') ? [] : ['-S', 'none', '-o', 'ControlMaster=no']
    const process_ = this.#start([...login, ...control, ...args, '--', this.#uri.host, ...command], askpass)
    const ends = [attempt.signal, this.#end.signal, ...(askpass ? [askpass.cancelled] : [])]
    try {
      return await ready(process_, AbortSignal.any(ends))
    } catch (error) {
      process_.destroy()
      await process_.ended
      throw error
    } finally {
      attempt.end()
      askpass?.end()
    }
  }

  #start(args: readonly string[], askpass: Askpass | null): SshProcess {
    const program = this.#uri.params.get('command') ?? 'ssh'
    const env = { ...(this.#options.env ?? process.env), ...askpass?.env }
    const process_ = new SshProcess({
      program,
      args,
      env,
      takeLine: line => askpass?.takeLine(line) ?? false,
    })
    this.#processes.add(process_)
    void process_.ended.then(() => this.#processes.delete(process_))
    return this.#keep(process_)
  }

  #keep<T extends Duplex>(channel: T): T {
    this.#channels.add(channel)
    channel.once('close', () => this.#channels.delete(channel))
    return channel
  }

  /** Runs a script at the host. @returns the word that it began with */
  async #run(script: string, signal?: AbortSignal): Promise<{ stream: SshProcess; word: string }> {
    const begin = async (stream: SshProcess, cancelled: AbortSignal) => ({
      stream,
      word: await stream.marked(cancelled),
    })
    if (!this.isShared) return this.#logInFor([], [script], signal, begin)
    const process = this.#start([...sharedArguments(this.#controlPath), '--', this.#uri.host, script], null)
    return begin(process, this.#until(signal))
  }

  #until(signal: AbortSignal | undefined): AbortSignal {
    return AbortSignal.any([this.#end.signal, ...(signal ? [signal] : [])])
  }

  /** A socket in our folder that the login carries to the target: no process, and no limit of sessions. */
  async #openForward(target: string, signal?: AbortSignal): Promise<Duplex> {
    const until = this.#until(signal)
    let forward = this.#forwards.get(target)
    if (!forward) {
      forward = this.#forward(target, join(this.#folder, String(this.#forwards.size)))
      this.#forwards.set(target, forward)
      forward.catch(() => this.#forwards.delete(target))
    }
    const socket = await dial({ path: await forward }, until)
    return this.#keep(new Forwarded(socket, () => this.#whyRefused(target)))
  }

  async #forward(target: string, path: string): Promise<string> {
    const order = ['-O', 'forward', '-L', `${path}:${target}`]
    const process = this.#start([...sharedArguments(this.#controlPath), ...order, '--', this.#uri.host], null)
    process.resume()
    const failure = await process.ended
    if (failure) throw failure
    return path
  }

  #whyRefused(target: string): ConnectError {
    const said = this.#master?.said.match(/^channel \d+: open failed: .*$/gm)?.at(-1) ?? ''
    const { reason, message } = sshFailure(said, 'the host could not connect to it')
    const isVague = /connect failed: open failed/.test(message)
    if (isVague)
      return new ConnectError('refused', `${target}: the host’s ssh cannot open it, or may not`, target)
    return new ConnectError(reason === 'sshFailed' ? 'refused' : reason, `${target}: ${message}`)
  }
}

export interface OpenLibvirtOptions {
  readonly uri?: string | LibvirtUri
  readonly readOnly?: boolean
  readonly signal?: AbortSignal
}

/** Private (0700), and short. */
async function makeFolder(): Promise<string> {
  const usual = join(tmpdir(), 'nls-')
  return mkdtemp(usual.length > FOLDER_MAX ? '/tmp/nls-' : usual)
}
