// The user's own machines: the whole app as an unprivileged user, whose libvirt is started on demand and whose
// displays are on sockets. The app runs from a folder that this user can read, as an installed one would.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { rescueIso } from '../host.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { createMachine, deleteMachine, openMachine } from '../pages/wizard.ts'

const ROOT = join(import.meta.dirname, '../..')
const USER = 'nobody'
const NAME = `own-${process.pid}`
let folder: string
let home: string
let app: ChildProcess
let browser: Browser
let page: Page

function asUser(command: string, ...args: string[]): string[] {
  const environment = [
    `HOME=${home}`,
    `XDG_RUNTIME_DIR=${home}`,
    `XDG_CONFIG_HOME=${home}/c`,
    `XDG_CACHE_HOME=${home}/cache`,
    `XDG_DATA_HOME=${home}/data`,
    'LANGUAGE=en',
    'STANDIN_MODE=headless',
  ]
  return ['-u', USER, '--', 'env', ...environment, command, ...args]
}

function virsh(...args: string[]): string {
  const line = asUser('virsh', '-c', 'qemu:///session', '-q', ...args)
  return execFileSync('runuser', line, { encoding: 'utf8', cwd: '/' }).trim()
}

test.beforeAll(async () => {
  // Short: libvirt puts sockets deep below it, and their paths may have 107 bytes.
  folder = mkdtempSync(join(tmpdir(), 'v-'))
  home = join(folder, 'h')
  chmodSync(folder, 0o755)
  mkdirSync(home)
  execFileSync('chown', [USER, home])
  const real = join(ROOT, 'node_modules/electron/dist')
  cpSync(existsSync(real) ? real : join(ROOT, 'out/standin'), join(folder, 'electron'), { recursive: true })
  for (const part of ['main', 'preload', 'renderer'])
    cpSync(join(ROOT, 'out', part), join(folder, 'app/out', part), { recursive: true })
  cpSync(join(ROOT, 'package.json'), join(folder, 'app/package.json'))
  app = spawn(
    'runuser',
    asUser(join(folder, 'electron/electron'), '--remote-debugging-port=0', join(folder, 'app')),
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: '/',
    },
  )
  const address = await new Promise<string>((found, failed) => {
    let said = ''
    app.stderr?.on('data', text => {
      said += text
      const line = /DevTools listening on (ws:\S+)/.exec(said)
      if (line?.[1]) found(line[1])
    })
    app.once('exit', () => failed(new Error(said)))
  })
  browser = await chromium.connectOverCDP(address)
  await expect.poll(() => browser.contexts()[0]?.pages().length).toBeGreaterThan(0)
  page = browser.contexts()[0]?.pages()[0] as Page
})

test.afterAll(async () => {
  await browser?.close()
  const gone = new Promise(resolve => app.once('exit', resolve))
  app.kill('SIGTERM')
  await gone // it removes its browser's profile itself
  endProcesses()
  // What was killed may still be writing.
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

/** The user's daemon and what it started, known by their runtime folder. */
function endProcesses(): void {
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`XDG_RUNTIME_DIR=${home}\0`))
        process.kill(Number(pid), 'SIGKILL')
    } catch {
      // it ended meanwhile
    }
  }
}

test('my machines are there without any right; this computer’s say what is missing', async () => {
  await page.getByRole('button', { name: 'My machines' }).click()
  await expect(page.getByRole('heading', { name: 'No virtual machines yet' })).toBeVisible({
    timeout: 30_000,
  })
  await page
    .getByRole('navigation', { name: 'Hosts and machines' })
    .getByRole('button', { name: 'This computer' })
    .click()
  await expect(page.getByText('Join the group “libvirt”')).toBeVisible()
})

test('a machine of my own: made, seen over its socket, deleted', async () => {
  await page.getByRole('button', { name: 'My machines' }).click()
  await createMachine(page, { name: NAME, iso: rescueIso(), memoryMiB: 128, diskGiB: 1, graphics: 'SPICE' })
  expect(virsh('dumpxml', NAME)).toContain("<listen type='socket'")
  await openMachine(page, NAME)
  const comparison = await compareWithHost(page, NAME, 60_000, virsh)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  await deleteMachine(page, NAME)
  expect(virsh('list', '--all', '--name')).not.toContain(NAME)
  expect(existsSync(join(home, `data/libvirt/images/${NAME}.qcow2`))).toBe(false)
})
