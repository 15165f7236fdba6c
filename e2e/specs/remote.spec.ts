// A host by ssh, with a real sshd on loopback: its questions are asked in the window, and one login carries libvirt and
// the consoles of its machines.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { makeKey, type SshServer, startSshServer } from '../../main/libvirt/transport/testing/ssh-server.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { choose, fillWizard, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-remote-${process.pid}`
const MADE = `e2e-remote-made-${process.pid}`
const PASSPHRASE = 'correct horse'
let folder: string
let server: SshServer
let uri: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-ssh-'))
  const key = makeKey(folder, 'key', PASSPHRASE)
  server = await startSshServer(folder, 'server', [key])
  const params = new URLSearchParams({ keyfile: key.path, known_hosts: join(folder, 'known-hosts') })
  uri = `qemu+ssh://127.0.0.1:${server.port}/system?${params}`
  defineMachine(
    NAME,
    `<disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/><readonly/></disk>
     <graphics type='spice' autoport='yes' listen='127.0.0.1'/><graphics type='vnc' autoport='yes'/>
     <video><model type='vga'/></video>`,
  )
  virsh('start', NAME)
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  removeMachine(MADE)
  await server?.stop()
  rmSync(folder, { recursive: true })
})

/** Ends what sshd runs at the host to reach libvirt, and leaves the login. */
function endLibvirt(sshd: number): void {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const all = lines.map(line => /^ *(\d+) +(\d+) (.*)$/.exec(line)).filter(match => match !== null)
  const family = new Set([sshd])
  for (const [, pid, parent] of all) if (family.has(Number(parent))) family.add(Number(pid))
  const found = all.filter(
    ([, pid, , args]) => family.has(Number(pid)) && /^(nc|virt-ssh-helper) /.test(args ?? ''),
  )
  expect(found.length).toBeGreaterThan(0)
  for (const [, pid] of found) process.kill(Number(pid))
}

async function givePassphrase(page: Page, text: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Passphrase of the key for' })
  await dialog.getByRole('textbox', { name: 'Passphrase' }).fill(text)
  await dialog.getByRole('button', { name: 'Connect' }).click()
}

test('a key that is not known is shown; a wrong passphrase is asked again', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Add a host' }).click()
  await page.getByRole('radio', { name: 'Whole address' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Address' }).fill(uri)
  await page.getByRole('button', { name: 'Test connection' }).click()
  const trust = page.getByRole('dialog', { name: 'Do you trust 127.0.0.1' })
  await expect(trust).toContainText('SHA256:')
  await expectAccessible(page)
  await trust.getByRole('button', { name: 'Trust and connect' }).click()
  await givePassphrase(page, 'wrong')
  await expect(page.getByText('That was not right. Try again.')).toBeVisible()
  await expectAccessible(page)
  await givePassphrase(page, PASSPHRASE)
  await expect(page.getByText(/^Reached /)).toBeVisible()
})

test('whoever does not answer is not connected, and is told so', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('alert')).toContainText('You did not answer')
})

test('its machines are there, and their screens come over the same login', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Add host' }).click()
  await givePassphrase(page, PASSPHRASE)
  const table = page.getByRole('main').getByRole('table')
  await expect(table.getByRole('button', { name: NAME })).toBeVisible()
  const before = server.logins()
  await table.getByRole('button', { name: NAME }).click()
  for (const kind of ['spice', 'vnc']) {
    if (kind === 'vnc') {
      await page.getByRole('button', { name: /Connection$/ }).click()
      await page.getByRole('option', { name: 'VNC' }).click()
    }
    await page.locator(`[data-console="${kind}"][data-state="connected"]`).waitFor({ timeout: 60_000 })
    const comparison = await compareWithHost(page, NAME, 60_000)
    expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  }
  expect(server.logins()).toBe(before)
})

test('a machine is made there from a file of this computer, which is copied over the same login', async () => {
  const { page } = running
  const before = server.logins()
  const iso = join(folder, 'rescue.iso')
  copyFileSync(rescueIso(), iso)
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'New VM' }).click()
  await choose(page, 'Host', '127.0.0.1')
  await expect(page.getByRole('button', { name: /Where the file is$/ })).toHaveText(/On this computer/)
  await fillWizard(page, { name: MADE, iso, memoryMiB: 128, diskGiB: 1 })
  // Whether KVM runs guests there cannot be tried from here; on this machine it may not.
  await page.getByRole('button', { name: 'More options' }).click()
  await choose(page, 'Acceleration', 'None')
  await page.getByRole('button', { name: 'Create VM' }).click()
  await expect(taskOf(page, `Create ${MADE}`)).toHaveAttribute('data-task-state', 'done', { timeout: 60_000 })
  const copy = /\S+-media-\S+/.exec(virsh('domblklist', MADE))?.[0] ?? ''
  expect(readFileSync(copy).equals(readFileSync(iso))).toBe(true)
  expect(server.logins()).toBe(before)
  virsh('destroy', MADE)
  virsh('undefine', MADE, '--remove-all-storage')
})

test('when the connection is lost it comes back over the login that there is, and nobody is asked', async () => {
  const { page } = running
  const before = server.logins()
  await page.getByRole('button', { name: `127.0.0.1:${server.port}`, exact: true }).click()
  // Looked for before it is there: the first try comes within a second, and may be all that it takes.
  const told = page.getByText('Connection lost').waitFor()
  endLibvirt(server.pid)
  await told
  await expect(page.getByText('Connection lost')).toBeHidden({ timeout: 45_000 })
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(server.logins()).toBe(before)
})

test('no passphrase is in the log, and nothing went wrong in the page', () => {
  const log = readFileSync(join(folder, 'Vitrina/vitrina.log'), 'utf8')
  expect(log).toContain('started')
  for (const secret of [PASSPHRASE, 'wrong']) expect(log).not.toContain(secret)
  expect(running.troubles).toEqual([])
})
