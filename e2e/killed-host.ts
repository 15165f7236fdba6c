// A host whose daemon is killed in the middle of tasks: an unprivileged user's libvirtd, a pool, and the app connected to it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator } from '@playwright/test'
import { launchApp, type RunningApp } from './app.ts'
import { PrivateDaemon } from './daemon.ts'
import { activityOf, rowOf, taskOf } from './pages/wizard.ts'

export class KilledHost {
  readonly daemon: PrivateDaemon
  /** The pool's folder. */
  readonly pool: string
  readonly configFolder: string
  running: RunningApp

  private constructor(daemon: PrivateDaemon, pool: string, configFolder: string, running: RunningApp) {
    this.daemon = daemon
    this.pool = pool
    this.configFolder = configFolder
    this.running = running
  }

  static async open(): Promise<KilledHost> {
    const daemon = new PrivateDaemon()
    await daemon.start()
    const pool = join(daemon.folder, 'pool')
    mkdirSync(pool)
    execFileSync('chown', ['nobody', pool])
    daemon.virsh('pool-define-as', 'pool', 'dir', '--target', pool)
    daemon.virsh('pool-start', 'pool')
    daemon.virsh('pool-autostart', 'pool')
    const configFolder = mkdtempSync(join(tmpdir(), 'vitrina-killed-'))
    mkdirSync(join(configFolder, 'Vitrina'))
    const settings = JSON.stringify({ hosts: [daemon.qemuUri] })
    writeFileSync(join(configFolder, 'Vitrina/settings.json'), settings)
    return new KilledHost(daemon, pool, configFolder, await launchApp({ configFolder }))
  }

  async close(): Promise<void> {
    await this.running.close()
    // One that fell over by itself left its machines running.
    if (!this.daemon.isRunning()) await this.daemon.start()
    for (const name of this.names('list', '--name')) this.daemon.virsh('destroy', name)
    this.daemon.remove()
    rmSync(this.configFolder, { recursive: true })
  }

  /** What a list of virsh's has. */
  names(...list: string[]): string[] {
    return this.daemon
      .virsh(...list)
      .split('\n')
      .filter(Boolean)
      .sort()
  }

  files(): string[] {
    return readdirSync(this.pool).sort()
  }

  /** Killed as it stands, and started again when it is time. */
  async kill(isTime: () => boolean = () => true): Promise<void> {
    this.daemon.signal('SIGKILL')
    await expect.poll(() => this.daemon.isRunning(), { intervals: [50] }).toBe(false)
    await expect.poll(isTime).toBe(true)
    await this.daemon.start()
  }

  /** Kills it as soon as something is so. */
  async catchAt(isSo: () => boolean, isTime?: () => boolean): Promise<void> {
    for (const end = Date.now() + 60_000; !isSo() && Date.now() < end; )
      await new Promise(resolve => setTimeout(resolve, 1))
    this.daemon.signal('SIGSTOP')
    expect(isSo()).toBe(true)
    await this.kill(isTime)
  }

  /**
   * QEMU stands still, so what libvirt asks it has no answer until the daemon is killed; QEMU does it all the same, later.
   * @param isAsked whether the task has come that far
   */
  async killUnanswered(
    name: string,
    ask: () => Promise<void>,
    isAsked: () => boolean | Promise<boolean>,
  ): Promise<void> {
    const qemu = this.qemuOf(name)
    process.kill(qemu, 'SIGSTOP')
    await ask()
    await expect.poll(isAsked, { intervals: [20] }).toBe(true)
    await this.kill(() => process.kill(qemu, 'SIGCONT'))
  }

  qemuOf(name: string): number {
    return Number(readFileSync(join(this.daemon.folder, 'libvirt/qemu/run', `${name}.pid`), 'utf8'))
  }

  /** Defines it, without a system. */
  define(name: string, { mib = 64, more = '' } = {}): void {
    const file = join(this.daemon.folder, `${name}.xml`)
    writeFileSync(
      file,
      `<domain type='qemu'><name>${name}</name><memory unit='MiB'>${mib}</memory><vcpu>1</vcpu>${more}
      <os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features></domain>`,
    )
    this.daemon.virsh('define', file)
  }

  /** Starts it with a memory that takes long to write: what is in it packs badly. */
  startFilled(name: string, mib: number, devices = ''): void {
    const memory = "<memoryBacking><source type='file'/><access mode='shared'/></memoryBacking>"
    this.define(name, { mib: mib + 64, more: memory + devices })
    this.daemon.virsh('start', name)
    const files = readdirSync(this.daemon.folder, { recursive: true, encoding: 'utf8' })
    const ram = files.find(file => file.endsWith(`-${name}/pc.ram`))
    const aboveFirmware = ['bs=1M', `count=${mib}`, 'seek=32', 'conv=notrunc', 'status=none']
    execFileSync('dd', ['if=/dev/urandom', `of=${join(this.daemon.folder, ram ?? '')}`, ...aboveFirmware])
  }

  /** @return its element */
  makeDisk(path: string, target = 'vda', size = '64M'): string {
    execFileSync('runuser', ['-u', 'nobody', '--', 'qemu-img', 'create', '-q', '-f', 'qcow2', path, size])
    return `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${path}'/>
      <target dev='${target}' bus='virtio'/></disk>`
  }

  /** From the entries of the machine's own menu. */
  async chooseAction(name: string, entry: string): Promise<void> {
    const { page } = this.running
    await rowOf(page, name).click()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: entry, exact: true }).click()
  }

  async expectFailed(label: string): Promise<void> {
    const task = await this.#ended(label)
    await expect(task).toHaveAttribute('data-task-state', 'failed')
    await expect(task).not.toContainText('could not be undone')
  }

  async expectDone(label: string): Promise<void> {
    await expect(await this.#ended(label)).toHaveAttribute('data-task-state', 'done')
  }

  async #ended(label: string): Promise<Locator> {
    const { page } = this.running
    await activityOf(page).click()
    const task = taskOf(page, label)
    await expect(task).toHaveAttribute('data-task-state', /done|failed|cancelled/, { timeout: 120_000 })
    return task
  }
}

/** Zero for what is not there. */
export const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** As the file itself has them, also those that libvirt does not know. */
export function snapshotsIn(image: string): string {
  return execFileSync('qemu-img', ['snapshot', '-l', '-U', image], { encoding: 'utf8' })
}
