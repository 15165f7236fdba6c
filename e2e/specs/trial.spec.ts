// A risky change on trial: it can be kept, taken back, and goes back by itself although the app was closed.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { AGENT_MAC, defineAgentMachine } from '../agent-machine.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-trial-${process.pid}`
const MAC = '52:54:00:be:ef:03'
const GUEST = `${NAME}-guest`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-trial-'))
  defineMachine(NAME, `<interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>`)
  virsh('start', NAME)
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, GUEST]) removeMachine(name)
  rmSync(folder, { recursive: true })
})

/** Pulls the cable on trial. */
async function pull(page: Page, machine = NAME, mac = MAC, byAgent = false): Promise<void> {
  const tab = new HardwarePage(page)
  await tab.open(machine)
  await tab.choose('Network card')
  await page.getByRole('switch', { name: 'Cable plugged in' }).click({ force: true })
  await page.getByRole('checkbox', { name: /^Go back by itself unless I keep it/ }).check({ force: true })
  await tab.select('After', '10 minutes')
  if (byAgent) await page.getByRole('checkbox', { name: /^Keep it once the guest/ }).check({ force: true })
  await expectAccessible(page)
  await tab.apply()
  await expect(page.getByText('Keep the change?')).toBeVisible()
  expect(virsh('domif-getlink', machine, mac)).toContain('down')
}

test('the cable is pulled on trial, and plugged in again', async () => {
  const { page } = running
  await pull(page)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go back now' }).click()
  await expect(page.getByText('Keep the change?')).toHaveCount(0)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('up')
})

test('the app is closed meanwhile: it goes back at the next start', async () => {
  await pull(running.page)
  await running.close()
  const file = join(folder, 'Vitrina/trials.json')
  const [kept] = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify([{ ...kept, endsAt: Date.now() - 1_000 }]))
  running = await launchApp({ configFolder: folder })
  await expect.poll(() => virsh('domif-getlink', NAME, MAC), { timeout: 30_000 }).toContain('up')
  expect(virsh('dumpxml', NAME, '--inactive')).not.toContain("state='down'")
})

test('kept: it stays, and nothing asks any more', async () => {
  const { page } = running
  await pull(page)
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await expect(page.getByText('Keep the change?')).toHaveCount(0)
  expect(virsh('domif-getlink', NAME, MAC)).toContain('down')
  expect(JSON.parse(readFileSync(join(folder, 'Vitrina/trials.json'), 'utf8'))).toEqual([])
  expect(running.troubles).toEqual([])
})

test('kept by the guest’s agent, which answers although the cable is pulled', async () => {
  const { page } = running
  chmodSync(folder, 0o755) // QEMU's user reads the RAM disk
  defineAgentMachine(GUEST, folder)
  virsh('start', GUEST)
  await pull(page, GUEST, AGENT_MAC, true)
  await expect(page.getByText('Keep the change?')).toHaveCount(0, { timeout: 90_000 })
  expect(virsh('domif-getlink', GUEST, AGENT_MAC)).toContain('down')
  expect(virsh('qemu-agent-command', GUEST, '{"execute":"guest-ping"}')).toContain('return')
})
