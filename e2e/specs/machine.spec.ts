// The machine itself on the Hardware tab: processors as the guest counts them, firmware and chipset, and what waits for the restart.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { defineAgentMachine } from '../agent-machine.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, rowOf } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-machine-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-machine-'))
  chmodSync(folder, 0o755) // QEMU's user reads the RAM disk
  defineAgentMachine(NAME, folder)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

const section = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function fillNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('textbox', { name: label, exact: true })
  await field.fill(String(value))
  await field.press('Tab')
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toHaveCount(0, { timeout: 30_000 })
}

/** What the guest's agent counts. */
function guestCpus(): number {
  try {
    return JSON.parse(virsh('qemu-agent-command', NAME, '{"execute":"guest-get-vcpus"}')).return.length
  } catch {
    return 0 // it does not answer yet
  }
}

test('a topology that does not fit is said, made to fit by one press, and seen in the guest', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await section(page, 'Topology and processor features').click()
  await page.getByText('Sockets, cores and threads').click()
  await fillNumber(page, 'Cores a die', 2)
  await fillNumber(page, 'Threads a core', 2)
  await expect(page.getByText('These are 4 processors, and the machine can have 1.')).toBeVisible()
  await page.getByRole('button', { name: 'Let it have 4' }).click()
  await expect(page.getByText(/^These are/)).toHaveCount(0)
  await fillNumber(page, 'Processors', 2)
  await expectAccessible(page)
  await apply(page)
  const xml = virsh('dumpxml', NAME, '--inactive')
  expect(xml).toContain(`<vcpu placement='static' current='2'>4</vcpu>`)
  expect(xml).toMatch(/<topology sockets='1' (dies='1' )?cores='2' threads='2'\/>/)
  virsh('start', NAME)
  await expect.poll(guestCpus, { timeout: 120_000, intervals: [1_000] }).toBe(2)
})

test('running: a processor more is there at once, and the guest counts it', async () => {
  const { page } = running
  await fillNumber(page, 'Processors', 3)
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toContainText('At once')
  await apply(page)
  expect(virsh('vcpucount', NAME, '--live', '--active')).toBe('3')
  await expect.poll(guestCpus, { timeout: 30_000 }).toBe(3)
})

test('running: a switch of the machine waits for its restart and can be taken back', async () => {
  const { page } = running
  await section(page, 'Performance switches').click()
  await choose(page, 'HPET timer', 'Off')
  await apply(page)
  const waiting = page.getByRole('list', { name: 'After restart' })
  await expect(waiting).toContainText('HPET timer')
  expect(virsh('dumpxml', NAME, '--inactive')).toMatch(/<timer name='hpet' present='no'\/>/)
  virsh('destroy', NAME)
  await expect(waiting).toHaveCount(0)
})

test('firmware and chipset are changed, libvirt has both, and the guest starts', async () => {
  const { page } = running
  await section(page, 'Firmware and start').click()
  await choose(page, 'Firmware', 'UEFI$')
  await choose(page, 'Machine type', 'pc-i440fx-7.2')
  await expectAccessible(page)
  await apply(page)
  const xml = virsh('dumpxml', NAME, '--inactive')
  expect(xml).toContain(`<os firmware='efi'>`)
  expect(xml).toContain(`machine='pc-i440fx-7.2'`)
  expect(xml).not.toContain('pcie-root')
  virsh('start', NAME)
  await expect.poll(guestCpus, { timeout: 120_000, intervals: [1_000] }).toBe(3)
  expect(running.troubles).toEqual([])
})
