// Network cards on sources that libvirt's networks have no part in: a cable between two machines, which talk over it; a tap device
// that a running guest sends into; parts of cards, switches of programs and groups, as libvirt takes them.
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { defineLinuxMachine, runInGuest } from '../linux-machine.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { freePort } from '../spice/guest.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const OFF = `e2e-nic-off-${process.pid}`
const ONE = `e2e-nic-one-${process.pid}`
const TWO = `e2e-nic-two-${process.pid}`
const MAC = '52:54:00:be:ef:21'
const TAP = `vt${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage
const folders: string[] = []

test.beforeAll(async () => {
  defineMachine(
    OFF,
    `<interface type='user'><mac address='${MAC}'/><model type='e1000e'/></interface>
     <interface type='hostdev' managed='yes'><mac address='52:54:00:be:ef:22'/>
       <source><address type='pci' domain='0' bus='0xfe' slot='0x10' function='3'/></source>
       <vlan><tag id='42'/></vlan></interface>
     <interface type='null'><mac address='52:54:00:be:ef:23'/></interface>`,
  )
  for (const name of [ONE, TWO]) {
    const folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-nic-'))
    chmodSync(folder, 0o755) // QEMU's user goes through it
    folders.push(folder)
    defineLinuxMachine(name, folder)
  }
  running = await launchApp()
  tab = new HardwarePage(running.page)
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [OFF, ONE, TWO]) removeMachine(name)
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const defined = (name = OFF) => virsh('dumpxml', name, '--inactive')
const field = (name: string) => running.page.getByRole('textbox', { name, exact: true })
const changes = () => running.page.getByRole('region', { name: 'Changes', exact: true })
/** The card that has that address, as libvirt has it. */
const cardOf = (mac: string, name = OFF) =>
  defined(name)
    .split('<interface ')
    .find(card => card.includes(mac)) ?? ''

test('a group of machines: what is no group’s address is said, and nothing of it is applied', async () => {
  const { page } = running
  await tab.open(OFF)
  await tab.choose(`Network card ${MAC}`)
  await tab.select('Network', 'Multicast group of machines')
  await expect(page.getByText(/All machines with the same group and port are on one network/)).toBeVisible()
  await expect(changes()).toContainText('Multicast 230.0.0.1:5558')
  await field('Address of the group').fill('10.0.0.1')
  await expect(page.getByText('From 224.0.0.0 to 239.255.255.255.')).toBeVisible()
  await expect(changes()).toHaveCount(0)
  await expectAccessible(page)
  await field('Address of the group').fill('239.1.2.3')
  await tab.fill('Port', 7777)
  await tab.apply()
  expect(cardOf(MAC)).toMatch(/^type='mcast'>\s*<mac [^>]*>\s*<source address='239.1.2.3' port='7777'\/>/)
})

test('the other machine by UDP', async () => {
  await tab.select('Network', 'Cable to a machine, UDP')
  await field('The other’s address').fill('10.1.2.3')
  await tab.apply()
  expect(cardOf(MAC)).toMatch(
    /<source address='10.1.2.3' port='5558'>\s*<local address='127.0.0.1' port='5559'\/>/,
  )
})

test('a switch outside the kernel brings shared memory and virtio, each with its own undo, and away with it', async () => {
  const { page } = running
  await tab.select('Network', 'vhost-user switch')
  for (const text of ['vhost-user /run/openvswitch/vhost-user-1', 'Model: virtio', 'Memory access: shared'])
    await expect(changes()).toContainText(text)
  await tab.select('Network', 'User mode')
  await expect(changes()).not.toContainText('Memory access')
  await expect(changes()).not.toContainText('Model')
  await tab.select('Network', 'vhost-user switch')
  await field('Socket of the host').fill('switch.sock')
  await expect(page.getByText(/A path that begins with/)).toBeVisible()
  await field('Socket of the host').fill('/run/switch.sock')
  await tab.select('Who makes the socket', 'The switch')
  await expectAccessible(page)
  await tab.apply()
  expect(cardOf(MAC)).toMatch(
    /<source type='unix' path='\/run\/switch.sock' mode='client'\/>\s*<model type='virtio'/,
  )
  expect(defined()).toMatch(/<source type='memfd'\/>\s*<access mode='shared'\/>/)
})

test('a part of a card: whole cards are not offered, one that is gone is told, and its VLAN is changed', async () => {
  const { page } = running
  await tab.select('Network', 'Part of a card')
  const list = page.getByRole('listbox', { name: 'Parts of network cards' })
  await expect(page.getByText('None is chosen yet.')).toBeVisible()
  await expect(changes()).toHaveCount(0)
  // No host of the tests has a card that is divided; its own is whole.
  await expect(page.getByText(/This host’s cards are not divided/)).toBeVisible()
  for (const card of await list.getByRole('option').all())
    await expect(card).toHaveAttribute('aria-disabled', 'true')
  await tab.choose('Network card 52:54:00:be:ef:22')
  await expect(list.getByRole('option', { name: '0000:fe:10.3' })).toContainText('not on this host now')
  await expect(field('VLAN')).toHaveValue('42')
  await tab.fill('VLAN', 43)
  await expectAccessible(page)
  await tab.apply()
  expect(cardOf('52:54:00:be:ef:22')).toContain(`<tag id='43'/>`)
  await tab.choose('Network card 52:54:00:be:ef:23')
  await expect(page.getByText('Another kind of source; see the XML')).toHaveCount(2)
})

test('two machines are plugged into each other, and talk', async () => {
  const { page } = running
  const port = await freePort()
  const plug = async (machine: string, kind: string) => {
    await tab.open(machine)
    await tab.add('Network card…')
    await tab.select('Network', kind)
    await tab.fill('Port', port)
    await expectAccessible(page)
    await tab.confirm('Add')
    // The one that waits first.
    virsh('start', machine)
  }
  await plug(ONE, 'Cable to a machine, waits')
  await plug(TWO, 'Cable to a machine, connects')
  for (const machine of [ONE, TWO]) await expect.poll(() => isUp(machine), { timeout: 90_000 }).toBe(true)
  await setUp(ONE, '10.9.9.1')
  await setUp(TWO, '10.9.9.2')
  expect(runInGuest(TWO, 'busybox', 'ping', '-c', '2', '10.9.9.1')).toContain('2 packets received')
  expect(runInGuest(ONE, 'busybox', 'ping', '-c', '2', '10.9.9.2')).toContain('2 packets received')
  await expect(page.getByRole('list', { name: 'After restart' })).toHaveCount(0)
})

test('running: another cable waits for the restart, and that is said before', async () => {
  await tab.add('Network card…')
  await tab.select('Network', 'Multicast group')
  await expect(tab.dialog.getByText('libvirt plugs such a cable in when the machine starts.')).toBeVisible()
  await running.page.getByRole('button', { name: 'Cancel' }).click()
  await running.page.getByRole('option', { name: /^Network card/ }).click()
  await tab.select('Network', 'User mode')
  await expect(changes()).toContainText('A running machine’s card moves between networks and bridges only.')
  await tab.pressButton('Discard')
})

test('a tap device comes with the card, the guest sends into it, and it goes with the card', async () => {
  const { page } = running
  await tab.add('Network card…')
  await tab.select('Network', 'Tap device of your own')
  await field('Tap device').fill('vnet7')
  await expect(tab.dialog.getByText(/no name that libvirt gives itself/)).toBeVisible()
  await expect(tab.dialog.getByRole('button', { name: 'Add', exact: true })).toBeDisabled()
  await field('Tap device').fill(TAP)
  const mac = await tab.dialog.getByRole('textbox', { name: 'Address (MAC)' }).inputValue()
  await tab.confirm('Add')
  const received = () =>
    Number(new RegExp(`${TAP}: +\\d+ +(\\d+)`).exec(readFileSync('/proc/net/dev', 'utf8'))?.[1])
  await expect.poll(received).not.toBeNaN()
  const before = received()
  await setUp(TWO, '10.8.8.2', 'eth1')
  runInGuest(TWO, 'busybox', 'ping', '-c', '1', '-W', '1', '10.8.8.1') // nobody answers
  await expect.poll(received).toBeGreaterThan(before)
  expect(cardOf(mac, TWO)).toContain(`<target dev='${TAP}' managed='yes'/>`)
  await expect(page.getByRole('list', { name: 'After restart' })).toHaveCount(0)
  await tab.choose(`Network card ${mac}`)
  await tab.pressButton('Remove')
  await tab.confirm('Remove')
  await expect.poll(received).toBeNaN()
  expect(running.troubles).toEqual([])
})

function isUp(machine: string): boolean {
  try {
    virsh('guestinfo', machine, '--os')
    return true
  } catch {
    return false
  }
}

async function setUp(machine: string, address: string, card = 'eth0'): Promise<void> {
  await expect.poll(() => runInGuest(machine, 'ls', '/sys/class/net')).toContain(card)
  runInGuest(machine, 'busybox', 'ip', 'addr', 'add', `${address}/24`, 'dev', card)
  runInGuest(machine, 'busybox', 'ip', 'link', 'set', card, 'up')
}
