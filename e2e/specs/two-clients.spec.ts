// Two people with Vitrina on one machine: neither writes over the other's change, and both see both.
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-two-${process.pid}`
test.describe.configure({ mode: 'serial' })
let apps: RunningApp[] = []

test.beforeAll(async () => {
  defineMachine(NAME)
  apps = [await launchApp(), await launchApp()]
  for (const { page } of apps) await new HardwarePage(page).open(NAME)
})
test.afterAll(async () => {
  for (const app of apps) await app.close()
  removeMachine(NAME)
})

const defined = () => virsh('dumpxml', NAME, '--inactive')
const pages = (): [Page, Page] => {
  const [first, second] = apps
  if (!first || !second) throw new Error('two windows were opened')
  return [first.page, second.page]
}
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })

test('different fields: the second sees the first’s change, keeps its own, and both are in', async () => {
  const [one, two] = pages()
  await field(one, 'Title').fill('From one')
  await field(two, 'Notes').fill('From two')
  await new HardwarePage(one).apply()
  await expect(two.getByText('Another program changed this machine meanwhile')).toBeVisible()
  await expect(field(two, 'Title')).toHaveValue('From one')
  await expect(field(two, 'Notes')).toHaveValue('From two')
  await new HardwarePage(two).apply()
  expect(defined()).toContain('<title>From one</title>')
  expect(defined()).toContain('<description>From two</description>')
  await expect(field(one, 'Notes')).toHaveValue('From two')
})

test('the same field: the second is told before it writes, and its change is still there to be decided', async () => {
  const [one, two] = pages()
  await two.getByRole('button', { name: 'Understood' }).click()
  await field(one, 'Title').fill('One again')
  await field(two, 'Title').fill('Two again')
  await new HardwarePage(one).apply()
  await expect(two.getByText('Another program changed this machine meanwhile')).toBeVisible()
  await expect(field(two, 'Title')).toHaveValue('Two again')
  expect(defined()).toContain('<title>One again</title>')
  await two.getByRole('button', { name: 'Changes in the definition (XML)' }).click()
  const difference = two.getByRole('region', { name: 'Changes in the definition (XML)' })
  await expect(difference).toContainText('One again')
  await expect(difference).toContainText('Two again')
  await new HardwarePage(two).apply()
  await expect(field(one, 'Title')).toHaveValue('Two again')
  for (const { troubles } of apps) expect(troubles).toEqual([])
})
