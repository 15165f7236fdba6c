// The daemon is killed while a machine is changed: what has a way back goes back, in the definition and in the guest; what has
// none is seen through.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp } from '../app.ts'
import { KilledHost, sizeOf } from '../killed-host.ts'
import { defineLinuxMachine, runInGuestOf } from '../linux-machine.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { rowOf } from '../pages/wizard.ts'
import type { Virsh } from '../virsh.ts'

const NAME = 'changed'
const MAC = '52:54:00:be:ef:21'
const MIB = 2 ** 20
test.describe.configure({ mode: 'serial', timeout: 240_000 })
let host: KilledHost
let tab: HardwarePage
const virsh: Virsh = (...args) => host.daemon.virsh(...args)
const medium = (name: string) => join(host.pool, name)

test.beforeAll(async () => {
  host = await KilledHost.open()
  tab = new HardwarePage(host.running.page)
  for (const name of ['first.iso', 'second.iso']) writeFileSync(medium(name), Buffer.alloc(MIB))
  host.define(NAME, {
    more: `<devices><disk type='file' device='cdrom'><driver name='qemu' type='raw'/>
        <source file='${medium('first.iso')}'/><target dev='sda' bus='sata'/><readonly/></disk>
      <interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface></devices>`,
  })
  virsh('start', NAME)
})
test.afterAll(async () => {
  await host.close()
})

const defined = (name = NAME) => virsh('dumpxml', name, '--inactive')
/** But for the numbers that libvirt gives files as it opens them. */
const runs = (name = NAME) => virsh('dumpxml', name).replace(/ index='\d+'\/>/g, '/>')
/** As QEMU itself has it. */
const qemu = (query: string) => virsh('qemu-monitor-command', NAME, JSON.stringify({ execute: query }))
const press = (name: string) => tab.page.getByRole('button', { name, exact: true }).click()

test('while a medium is exchanged: the old one is in the drive, and its tray is shut', async () => {
  await tab.open(NAME)
  const [before, live] = [defined(), runs()]
  await tab.choose('CD sda')
  await press('Change medium…')
  await tab.dialog.getByRole('textbox', { name: 'File' }).fill(medium('second.iso'))
  const insert = () => tab.dialog.getByRole('button', { name: 'Insert', exact: true }).click()
  await host.killUnanswered(NAME, insert, () => defined() !== before)
  await host.expectFailed(`Change ${NAME}`)
  expect(defined()).toBe(before)
  expect(runs()).toBe(live)
  const drive = JSON.parse(qemu('query-block')).return.find(
    (one: { qdev?: string }) => one.qdev === 'sata0-0-0',
  )
  expect(drive).toMatchObject({ tray_open: false, inserted: { file: medium('first.iso') } })
})

test.describe('a guest with a system', () => {
  const GUEST = 'linux'
  const disk = () => join(host.daemon.folder, 'guest/vda.img')
  const inGuest = (path: string, ...args: string[]) => runInGuestOf(virsh, GUEST, path, ...args)
  const fileSystems = () => {
    try {
      return virsh('guestinfo', GUEST, '--filesystem')
    } catch {
      return '' // its agent is not there yet
    }
  }
  /** `1`: its cable is plugged in. */
  const carrier = () => inGuest('cat', '/sys/class/net/eth0/carrier').trim()
  const trials = () => join(host.configFolder, 'Vitrina/trials.json')

  test.beforeAll(async () => {
    const folder = join(host.daemon.folder, 'guest')
    mkdirSync(folder)
    const nic = `<interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>`
    defineLinuxMachine(GUEST, folder, virsh, nic)
    execFileSync('chown', ['-R', 'nobody', folder])
    virsh('pool-create-as', 'guest', 'dir', '--target', folder)
    virsh('start', GUEST)
    await expect.poll(fileSystems, { timeout: 120_000 }).toContain('/first')
    inGuest('/bin/busybox', 'ip', 'link', 'set', 'eth0', 'up')
    await expect.poll(carrier).toBe('1')
    await tab.open(GUEST)
  })

  async function grow(gib: number): Promise<void> {
    await tab.choose('Disk vda')
    await press('Grow…')
    await tab.fill('New size', gib)
    await expect(tab.dialog.getByRole('checkbox', { name: /\/data grows too$/ })).toBeChecked()
  }
  const confirmGrow = () => tab.dialog.getByRole('button', { name: 'Grow', exact: true }).click()
  const dataMiB = () => Number(inGuest('/bin/busybox', 'df', '-m', '/data').split('\n')[1]?.split(/\s+/)[1])

  test('when its disk has grown: its file system grows all the same, measured in the guest', async () => {
    await tab.open(GUEST)
    await grow(1)
    await confirmGrow()
    await host.catchAt(() => sizeOf(disk()) === 1024 * MIB)
    await host.expectDone(`Change ${GUEST}`)
    expect(dataMiB()).toBeGreaterThan(900)
  })

  async function pull(): Promise<void> {
    await tab.open(GUEST)
    await tab.choose('Network card')
    // A change that failed is in the form still.
    const goesBack = tab.page.getByRole('checkbox', { name: /^Go back by itself unless I keep it/ })
    const cable = tab.page.getByRole('switch', { name: 'Cable plugged in' })
    if (await cable.isChecked()) await cable.click({ force: true })
    await goesBack.check({ force: true })
  }

  async function expectPluggedIn(before: string): Promise<void> {
    await expect.poll(() => defined(GUEST), { timeout: 60_000 }).toBe(before)
    await expect.poll(carrier, { timeout: 60_000 }).toBe('1')
    expect(virsh('domif-getlink', GUEST, MAC)).toContain('up')
    await expect.poll(() => readFileSync(trials(), 'utf8').trim()).toBe('[]')
    await expect(tab.page.getByText('Keep the change?')).toHaveCount(0)
  }

  test('while its cable is pulled on trial: it is plugged in, and nothing is on trial', async () => {
    const before = defined(GUEST)
    await pull()
    await host.killUnanswered(
      GUEST,
      () => press('Apply'),
      () => defined(GUEST) !== before,
    )
    await host.expectFailed(`Change ${GUEST}`)
    await expectPluggedIn(before)
  })

  test('while that goes back: it goes back all the same', async () => {
    const before = defined(GUEST)
    await pull()
    await tab.apply()
    await expect.poll(carrier).toBe('0')
    const written = join(host.daemon.folder, 'config/libvirt/qemu', `${GUEST}.xml`)
    await press('Go back now')
    await host.catchAt(() => !readFileSync(written, 'utf8').includes("<link state='down'/>"))
    await expectPluggedIn(before)
  })

  test('while it is on trial, and the app is closed: it goes back when both are there again', async () => {
    const before = defined(GUEST)
    await pull()
    await tab.apply()
    await expect.poll(carrier).toBe('0')
    await host.running.close()
    const [kept] = JSON.parse(readFileSync(trials(), 'utf8'))
    writeFileSync(trials(), JSON.stringify([{ ...kept, endsAt: Date.now() - 1_000 }]))
    host.daemon.signal('SIGKILL')
    await expect.poll(() => host.daemon.isRunning()).toBe(false)
    host.running = await launchApp({ configFolder: host.configFolder })
    tab = new HardwarePage(host.running.page)
    await host.daemon.start()
    await rowOf(tab.page, GUEST).click({ timeout: 60_000 })
    await expectPluggedIn(before)
  })

  test('while an earlier definition comes back: the present one stays, in the guest too', async () => {
    for (const scope of [[], ['--config']]) virsh('domif-setlink', GUEST, MAC, 'down', ...scope)
    await expect.poll(carrier).toBe('0')
    const before = defined(GUEST)
    await rowOf(tab.page, GUEST).click()
    await tab.page.getByRole('tab', { name: 'History' }).click()
    await tab.page.getByRole('listbox', { name: 'Versions' }).getByRole('option').last().click()
    await press('Restore')
    const restore = () => tab.dialog.getByRole('button', { name: 'Restore' }).click()
    await host.killUnanswered(GUEST, restore, () => defined(GUEST) !== before)
    await host.expectFailed(`Change ${GUEST}`)
    expect(defined(GUEST)).toBe(before)
    expect(virsh('domif-getlink', GUEST, MAC)).toContain('down')
    await expect.poll(carrier).toBe('0')
  })
})
