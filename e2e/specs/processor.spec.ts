// The guest's processor on the Hardware tab: its model, single features, where they run. What QEMU plays is QEMU's own word.
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-processor-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let tab: HardwarePage

test.beforeAll(async () => {
  defineMachine(NAME)
  running = await launchApp()
  tab = new HardwarePage(running.page)
  await tab.open(NAME)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
})

const defined = () => virsh('dumpxml', NAME, '--inactive')

/** What the processor of the running machine says of one of its features. */
function hasFeature(name: string): boolean {
  const monitor = (command: object) =>
    JSON.parse(virsh('qemu-monitor-command', NAME, JSON.stringify(command))).return
  const [cpu] = monitor({ execute: 'query-cpus-fast' })
  return monitor({ execute: 'qom-get', arguments: { path: cpu['qom-path'], property: name } })
}

test('a model that this host cannot play is shown with what it lacks', async () => {
  const { page } = running
  await page.getByRole('button', { name: /Processor model$/ }).click()
  const unusable = page.getByRole('option', { name: 'Haswell', exact: true })
  await expect(unusable).toContainText(/This host lacks: .*rtm/)
  await expect(unusable).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('option', { name: 'Nehalem', exact: true }).click()
})

test('single features are found, chosen, and the guest has them', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Topology and processor features' }).click()
  const features = page.getByRole('region', { name: 'Processor features' })
  const rowOf = (name: string): Locator =>
    features.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) })
  const search = features.getByRole('searchbox')
  const choose = async (name: string, policy: string) => {
    await search.fill(name)
    await rowOf(name).getByRole('button').click()
    await page.getByRole('option', { name: policy, exact: true }).click()
  }
  await search.fill('popcnt')
  await expect(rowOf('popcnt')).toContainText('In the model')
  await choose('popcnt', 'Off')
  await choose('avx', 'On')
  await search.fill('rtm')
  await expect(rowOf('rtm')).toContainText('Not on this host')
  await search.fill('')
  // Those that were chosen stand first.
  await expect(features.getByRole('listitem').first()).toContainText('popcnt')
  await expectAccessible(page)
  await tab.apply()
  expect(defined()).toMatch(/<model fallback='forbid'>Nehalem<\/model>/)
  expect(defined()).toContain(`<feature policy='disable' name='popcnt'/>`)
  expect(defined()).toContain(`<feature policy='require' name='avx'/>`)
  virsh('start', NAME)
  expect(hasFeature('popcnt')).toBe(false)
  expect(hasFeature('avx')).toBe(true)
  // libvirt names every feature of a running machine: none of that is a change that waits.
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await expect(page.getByRole('option', { name: /^Processors and memory/ })).toBeVisible()
  await expect(page.getByRole('list', { name: 'After restart' })).toHaveCount(0)
  virsh('destroy', NAME)
})

test('another model comes without the features that were chosen beside the old one', async () => {
  const { page } = running
  await tab.select('Processor model', 'Westmere$')
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toContainText(
    'Processor features: Default',
  )
  await page.getByRole('button', { name: 'Discard' }).click()
  expect(running.troubles).toEqual([])
})
