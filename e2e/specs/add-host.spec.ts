// Another host: its address is made and tried, it joins the list, what is asked of it can be read, and it leaves the list.
import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { PrivateDaemon } from '../daemon.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'

let daemon: PrivateDaemon
let running: RunningApp

test.beforeAll(async () => {
  daemon = new PrivateDaemon()
  await daemon.start()
  running = await launchApp()
})
test.afterAll(async () => {
  await running.close()
  daemon.remove()
})

test('the address is made from the fields, and what is wrong with them is said', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Add a host' }).click()
  await expectAccessible(page)
  await expect(page.getByRole('button', { name: 'Add host' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Host' }).fill('-oProxyCommand=x')
  await expect(page.getByText('begins with a letter or a digit')).toBeVisible()
  await page.getByRole('textbox', { name: 'Host' }).fill('server')
  await page.getByRole('textbox', { name: 'User' }).fill('ana')
  await page.getByRole('textbox', { name: 'Port' }).fill('2222')
  await page.getByRole('textbox', { name: 'Port' }).press('Tab')
  await expect(page.getByText('qemu+ssh://ana@server:2222/system')).toBeVisible()
})

test('an address that leads nowhere says so when it is tried', async () => {
  const { page } = running
  await page.getByRole('radio', { name: 'Whole address' }).check({ force: true })
  await page.getByRole('textbox', { name: 'Address' }).fill('test+unix:///default?socket=/nowhere/at-all')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('alert')).toContainText('No libvirt daemon answers')
  await page.getByRole('textbox', { name: 'Address' }).fill('qemu+ssh://server/system?command=/bin/sh')
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByRole('alert')).toContainText('Vitrina does not do that')
  await expectAccessible(page)
})

test('a host that answers joins the list with its machines', async () => {
  const { page } = running
  await page.getByRole('textbox', { name: 'Address' }).fill(daemon.uri)
  await page.getByRole('button', { name: 'Test connection' }).click()
  await expect(page.getByText(/^Reached /)).toBeVisible()
  await page.getByRole('button', { name: 'Add host' }).click()
  await expect(page.getByRole('heading', { level: 1, name: daemon.uri })).toBeVisible()
  await expect(rowOf(page, 'test')).toBeVisible()
  await expectAccessible(page)
})

test('each call can be read and repeated as a command', async () => {
  const { app, page } = running
  await page.getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('tab', { name: 'Calls to libvirt' }).click()
  const row = page.getByRole('row').filter({ hasText: 'CONNECT_LIST_ALL_DOMAINS' }).first()
  await expect(row).toContainText('Done')
  await expectAccessible(page)
  await row.getByRole('button').click()
  const command = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(command).toContain(' list --all')
  expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toContain('test')
})

test('it can be disconnected, connected again, and taken off the list', async () => {
  const { page } = running
  await page.getByRole('button', { name: daemon.uri, exact: true }).click()
  const menu = page.getByRole('button', { name: 'Connection' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Disconnect' }).click()
  await expect(page.getByText('Not connected')).toBeVisible()
  await expect(rowOf(page, 'test')).toBeVisible()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByText('Not connected')).toBeHidden()
  await menu.click()
  await page.getByRole('menuitem', { name: 'Remove from the list' }).click()
  await expect(page.getByRole('button', { name: daemon.uri, exact: true })).toBeHidden()
  await expect(rowOf(page, 'test')).toBeHidden()
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
