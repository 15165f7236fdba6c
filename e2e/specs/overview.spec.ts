// The overview of a real guest with QEMU's own agent; and what the user says of a machine, kept in its definition.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { defineAgentMachine } from '../agent-machine.ts'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, rowOf } from '../pages/wizard.ts'
import { removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-guest-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-guest-'))
  chmodSync(folder, 0o755) // QEMU's user reads the RAM disk
  defineAgentMachine(NAME, folder)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

test('title, notes, tags and icon are in the definition, and the list is filtered by a tag', async () => {
  const { page } = running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
  await page.getByRole('button', { name: 'Title, notes, tags…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Title' }).fill('A guest')
  await dialog.getByRole('textbox', { name: 'Notes' }).fill('Two\nlines')
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('alpha-7, <b>, alpha-7')
  await dialog.getByRole('button', { name: /Icon$/ }).click()
  await page.getByRole('option', { name: 'Database' }).click()
  await choose(page, 'Operating system', 'Debian 12')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('main')).toContainText('alpha-7')
  await expect(page.getByRole('main')).toContainText('Two\nlines')
  const xml = virsh('dumpxml', NAME, '--inactive')
  expect(xml).toContain('<title>A guest</title>')
  expect(xml).toContain('<vitrina:tag>&lt;b&gt;</vitrina:tag>')
  expect(xml).toContain('icon="database"')
  expect(xml).toMatch(/<libosinfo:os id="http:\/\/debian.org\/debian\/12"\/>/)
  await expect(page.getByText('Debian 12', { exact: true })).toBeVisible()
  const filter = page.getByRole('searchbox', { name: 'Filter machines' })
  await filter.fill('alpha-7')
  await expect(rowOf(page, NAME)).toBeVisible()
  await filter.fill('')
  // Another program's words stay where ours are not changed.
  virsh('desc', NAME, '--config', 'Theirs')
  await expect(page.getByRole('main')).toContainText('Theirs')
  await page.getByRole('button', { name: 'Title, notes, tags…' }).click()
  await dialog.getByRole('textbox', { name: 'Tags' }).fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => virsh('dumpxml', NAME, '--inactive')).not.toContain(':tag>')
  expect(virsh('dumpxml', NAME, '--inactive')).toContain('<description>Theirs</description>')
})

test('it starts with its host once that is switched on', async () => {
  const { page } = running
  const isOn = () => /Autostart: +enable/.test(virsh('dominfo', NAME))
  const autostart = page.getByRole('switch', { name: 'Start with the host' })
  await page.getByText('Start with the host').click()
  await expect(autostart).toBeChecked()
  expect(isOn()).toBe(true)
  await page.getByText('Start with the host').click()
  await expect(autostart).not.toBeChecked()
  expect(isOn()).toBe(false)
})

test('running: until its agent answers that is said; then name, addresses and file systems as the guest has them', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Start' }).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
  const guest = page.getByRole('region', { name: 'Guest' })
  await expect(guest).toContainText('vitrina-guest', { timeout: 90_000 })
  await expect(guest).toContainText('10.0.2.15/24')
  await expect(guest).toContainText('52:54:00:be:ef:10')
  await expect(guest).toContainText('/media')
  await expect(guest).toContainText(/of 50\d MiB used/)
  await expect(guest).not.toContainText('does not answer')
  await expectAccessible(page)
  expect(running.troubles).toEqual([])
})
