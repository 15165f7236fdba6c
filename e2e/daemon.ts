// A libvirtd of its own for specs that stop or kill one: an unprivileged user's, in a folder of its own. Never the system's.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const USER = 'nobody'

export class PrivateDaemon {
  /** What each daemon was started by: it stands still with one that is stopped, and stays when that is killed. */
  readonly #started: ChildProcess[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'vitrina-daemon-'))
  /** libvirt's test driver: one machine, `test`, running. */
  readonly uri = `test+unix:///default?socket=${join(this.folder, 'libvirt/libvirt-sock')}`

  /** The same daemon's QEMU driver, with nothing in it. */
  readonly qemuUri = `qemu+unix:///session?socket=${join(this.folder, 'libvirt/libvirt-sock')}`

  virsh(...args: string[]): string {
    return execFileSync('virsh', ['-c', this.qemuUri, '-q', ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim()
  }

  constructor() {
    execFileSync('chown', [USER, this.folder])
  }

  async start(): Promise<void> {
    const env = [
      `HOME=${this.folder}`,
      `XDG_RUNTIME_DIR=${this.folder}`,
      `XDG_CACHE_HOME=${this.folder}/cache`,
      `XDG_CONFIG_HOME=${this.folder}/config`,
    ]
    const args = ['-u', USER, '--', 'env', ...env, 'libvirtd', '--timeout=300']
    const run = () => {
      const child = spawn('runuser', args, { stdio: 'ignore' })
      this.#started.push(child)
      return child
    }
    const socket = join(this.folder, 'libvirt/libvirt-sock')
    rmSync(socket, { force: true }) // of one that was killed
    let child = run()
    while (!(existsSync(socket) && this.#answers())) {
      // One that was killed holds its lock until it is quite gone: until then the next one gives up.
      if (child.exitCode !== null) child = run()
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }

  #answers(): boolean {
    try {
      return this.virsh('uri') !== ''
    } catch {
      return false
    }
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of this.#pids()) process.kill(pid, signal)
  }

  isRunning(): boolean {
    return this.#pids().length > 0
  }

  /** Only the processes whose runtime folder is ours. */
  #pids(): number[] {
    const isOurs = (pid: string) =>
      read(pid, 'comm').trim() === 'libvirtd' &&
      read(pid, 'environ').includes(`XDG_RUNTIME_DIR=${this.folder}\0`)
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name) && isOurs(name))
      .map(Number)
  }

  remove(): void {
    this.signal('SIGKILL')
    for (const child of this.#started) child.kill('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}
