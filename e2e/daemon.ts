// A libvirtd of its own for specs that stop or kill one: an unprivileged user's, in a folder of its own. Never the system's.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const USER = 'nobody'

export class PrivateDaemon {
  readonly folder = mkdtempSync(join(tmpdir(), 'vitrina-daemon-'))
  /** libvirt's test driver: one machine, `test`, running. */
  readonly uri = `test+unix:///default?socket=${join(this.folder, 'libvirt/libvirt-sock')}`

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
    spawn('runuser', ['-u', USER, '--', 'env', ...env, 'libvirtd', '--timeout=300'], { stdio: 'ignore' })
    while (!existsSync(join(this.folder, 'libvirt/libvirt-sock')))
      await new Promise(resolve => setTimeout(resolve, 50))
  }

  /** Only the processes whose runtime folder is ours. */
  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
      const isOurs =
        read(pid, 'comm').trim() === 'libvirtd' &&
        read(pid, 'environ').includes(`XDG_RUNTIME_DIR=${this.folder}\0`)
      if (isOurs) process.kill(Number(pid), signal)
    }
  }

  remove(): void {
    this.signal('SIGKILL')
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
