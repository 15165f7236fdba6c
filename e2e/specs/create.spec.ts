// Points 4 and 5: the wizard makes a real machine, the console shows its real picture, deletion takes it all away.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { installer, keepHostAsItWas, rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import {
  choose,
  createMachine,
  deleteMachine,
  fillWizard,
  openMachine,
  openWizard,
  rowOf,
  taskOf,
} from '../pages/wizard.ts'
import { defineMachine, machineNames, removeMachine, virsh, waitForEvent } from '../virsh.ts'

const NAME = `e2e-create-${process.pid}`
const TAKEN = `e2e-taken-${process.pid}`
let running: RunningApp
let restoreHost: () => void

test.beforeAll(async () => {
  restoreHost = keepHostAsItWas()
  running = await launchApp()
})
test.afterAll(async () => {
  await running.close()
  for (const name of [NAME, `${NAME}-vnc`, TAKEN]) removeMachine(name)
  restoreHost()
})

test('nothing touches the host before Create', async () => {
  const { page } = running
  const before = [virsh('list', '--all'), virsh('pool-list', '--all'), virsh('net-list', '--all')]
  await openWizard(page)
  await expectAccessible(page)
  await fillWizard(page, { name: NAME, iso: rescueIso(), memoryMiB: 128, diskGiB: 1 })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByText('Create the disk')).toBeVisible()
  await page.getByRole('button', { name: 'Definition (XML)' }).click()
  await expect(page.getByText(`<name>${NAME}</name>`)).toBeVisible()
  await expectAccessible(page)
  expect([virsh('list', '--all'), virsh('pool-list', '--all'), virsh('net-list', '--all')]).toEqual(before)
})

test('Create waits for a valid draft and says what is missing', async () => {
  const { page } = running
  const create = page.getByRole('button', { name: 'Create VM' })
  await expect(create).toBeEnabled()
  await page.getByRole('button', { name: /Size and place/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('a/b')
  await expect(create).toBeDisabled()
  await expect(page.getByText('must not contain “/”').first()).toBeVisible()
  defineMachine(TAKEN)
  await page.getByRole('textbox', { name: 'Name' }).fill(TAKEN)
  await expect(page.getByText(`There is a machine “${TAKEN}” already.`).first()).toBeVisible()
  await expect(create).toBeDisabled()
  await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
  await expect(create).toBeEnabled()
})

test('SPICE: the picture is the host’s own, and keys reach the guest', async () => {
  const { page } = running
  await createMachine(page, { name: NAME, iso: rescueIso(), memoryMiB: 128, diskGiB: 1, graphics: 'SPICE' })
  await openMachine(page, NAME)
  const first = await compareWithHost(page, NAME, 60_000)
  expect(isSame(first), JSON.stringify(first)).toBe(true)
  const canvas = page.locator('[data-console="spice"] canvas')
  const before = await canvas.evaluate((c: HTMLCanvasElement) => c.toDataURL())
  await canvas.click({ position: { x: 4, y: 4 } })
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => canvas.evaluate((c: HTMLCanvasElement) => c.toDataURL())).not.toBe(before)
  const second = await compareWithHost(page, NAME, 30_000)
  expect(isSame(second), JSON.stringify(second)).toBe(true)
  expect(await canvas.evaluate(c => document.activeElement === c || c.contains(document.activeElement))).toBe(
    true,
  )
  for (const key of ['Control', 'Alt']) await page.keyboard.down(key)
  for (const key of ['Alt', 'Control']) await page.keyboard.up(key)
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
  const reboot = waitForEvent(NAME, 'reboot')
  await page.getByRole('button', { name: 'Send key' }).click()
  await page.getByRole('menuitem', { name: 'Ctrl+Alt+Del' }).click()
  expect(await reboot).toContain("event 'reboot' for domain")
  await expectAccessible(page)
})

test('the display’s password is worth nothing once it has run out, and is not in the readable XML', async () => {
  const xml = virsh('dumpxml', NAME, '--security-info')
  expect(xml).toMatch(/passwd='[^']{32}'/)
  expect(xml).toMatch(/passwdValidTo='20\d\d-/)
  await running.page.getByRole('tab', { name: 'XML' }).click()
  await expect(running.page.getByText(`<name>${NAME}</name>`).first()).toBeVisible()
  expect(await running.page.content()).not.toContain('passwd=')
})

test('a console of its own window shows the same guest', async () => {
  const { page, app } = running
  await page.getByRole('tab', { name: 'Console' }).click()
  const [second] = await Promise.all([
    app.waitForEvent('window'),
    page.getByRole('button', { name: 'Open in its own window' }).click(),
  ])
  await second.locator('[data-console][data-state="connected"]').waitFor()
  const comparison = await compareWithHost(second, NAME, 60_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  await second.close()
})

test('deleting takes the disk along when it is ticked', async () => {
  const disk = `/var/lib/libvirt/images/${NAME}.qcow2`
  expect(existsSync(disk)).toBe(true)
  await deleteMachine(running.page, NAME)
  expect(machineNames()).not.toContain(NAME)
  await expect.poll(() => existsSync(disk)).toBe(false)
})

test('VNC: the picture is the host’s own', async () => {
  const { page } = running
  await createMachine(page, {
    name: `${NAME}-vnc`,
    iso: rescueIso(),
    memoryMiB: 128,
    diskGiB: 1,
    graphics: 'VNC',
  })
  await openMachine(page, `${NAME}-vnc`)
  const comparison = await compareWithHost(page, `${NAME}-vnc`, 60_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  await deleteMachine(page, `${NAME}-vnc`)
})

test('an image in a folder that only its owner may enter is copied, and goes with the machine', async () => {
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-private-')) // 0700, as mkdtemp makes it
  const iso = join(folder, 'rescue.iso')
  copyFileSync(rescueIso(), iso)
  try {
    await createMachine(page, { name: NAME, iso, memoryMiB: 128, diskGiB: 1 })
    const media =
      virsh('domblklist', NAME, '--details')
        .split('\n')
        .find(line => line.includes('cdrom')) ?? ''
    expect(media).toContain(`/var/lib/libvirt/images/${NAME}-media-`)
    const copy = media.trim().split(/\s+/).at(-1) ?? ''
    expect(readFileSync(copy).equals(readFileSync(iso))).toBe(true)
    await openMachine(page, NAME)
    expect(isSame(await compareWithHost(page, NAME, 60_000))).toBe(true)
    await page.getByRole('tab', { name: 'Overview' }).click()
    await expect(page.getByText('User mode')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'XML' }).click()
    await expect(page.getByText('Running now')).toBeVisible()
    await expectAccessible(page)
    await deleteMachine(page, NAME)
    expect(existsSync(copy)).toBe(false)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a disk image that QEMU cannot reach is copied, and is the machine’s only disk', async () => {
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-private-'))
  const image = join(folder, 'system.qcow2')
  execFileSync('qemu-img', ['convert', '-f', 'raw', '-O', 'qcow2', rescueIso(), image])
  try {
    await createMachine(page, { name: NAME, image, memoryMiB: 128, diskGiB: 1 })
    expect(virsh('domblklist', NAME).split(/\s+/)).toEqual(['vda', `/var/lib/libvirt/images/${NAME}.qcow2`])
    await openMachine(page, NAME)
    expect(isSame(await compareWithHost(page, NAME, 60_000))).toBe(true)
    await deleteMachine(page, NAME)
    expect(readdirSync('/var/lib/libvirt/images').filter(file => file.startsWith(NAME))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a kernel’s words are on the text console, and what is typed is echoed', async () => {
  const { page } = running
  const kernel = { ...installer(), args: 'console=ttyS0 rdinit=/bin/sh' }
  await createMachine(page, { name: NAME, kernel, memoryMiB: 1024, diskGiB: 1 })
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Console' }).click()
  await choose(page, 'Connection', 'Text console')
  const terminal = page.locator('[data-console="serial"]')
  await expect(terminal.locator('.xterm-rows')).toContainText('~ #', { timeout: 90_000 })
  await terminal.click()
  await page.keyboard.type('echo vi$((40+2))trina\n')
  await expect(terminal.locator('.xterm-rows')).toContainText('vi42trina', { timeout: 30_000 })
  await deleteMachine(page, NAME)
})

test('the host’s bridges are offered by name', async () => {
  const { page } = running
  const bridge = `e2ebr${process.pid % 10_000}`
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge'])
  try {
    await openWizard(page)
    await page.getByRole('button', { name: 'Next' }).click()
    await choose(page, 'Network', 'Bridge')
    await page.getByRole('combobox', { name: 'Bridge' }).fill('e2ebr')
    await page.getByRole('option', { name: bridge }).click()
    await expect(page.getByRole('combobox', { name: 'Bridge' })).toHaveValue(bridge)
    await expectAccessible(page)
  } finally {
    execFileSync('ip', ['link', 'delete', bridge])
  }
})

test('a step that fails takes back those before it', async () => {
  const { page } = running
  await openWizard(page)
  await fillWizard(page, {
    name: NAME,
    kernel: { kernel: '/usr/bin/env', initrd: '/usr/bin/env', args: '' },
    memoryMiB: 128,
    diskGiB: 1,
  })
  await choose(page, 'Network', 'Bridge')
  await page.getByRole('combobox', { name: 'Bridge' }).fill('nobridge0')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Create VM' }).click()
  const task = taskOf(page, `Create ${NAME}`)
  await expect(task).toHaveAttribute('data-task-state', 'failed', { timeout: 60_000 })
  await expect(task.getByRole('alert')).toBeVisible()
  await expectAccessible(page)
  await task.getByRole('button', { name: 'Change and try again' }).click()
  await page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Size' }).click()
  await expect(page.getByRole('combobox', { name: 'Bridge' })).toHaveValue('nobridge0')
  expect(machineNames()).not.toContain(NAME)
  expect(existsSync(`/var/lib/libvirt/images/${NAME}.qcow2`)).toBe(false)
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
