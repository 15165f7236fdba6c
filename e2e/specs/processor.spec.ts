// The guest's processor on the Hardware tab: its model, single features, where they run. What QEMU plays is QEMU's own word.
import { readFileSync } from 'node:fs'
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

test('off: processors are placed one to one, and the guest gets NUMA nodes that add up', async () => {
  const { page } = running
  await tab.fill('Processors at most', 2)
  await tab.fill('Processors', 2)
  await page.getByRole('button', { name: 'Placement on the host and NUMA' }).click()
  const placement = page.getByRole('region', { name: 'Where it runs' })
  await placement.getByRole('button', { name: 'One to one' }).click()
  await expect(placement.getByRole('option', { name: /^Processor 1/ })).toContainText('1')
  await tab.fill('NUMA nodes of the guest', 2)
  await tab.fill('Memory of node 0', 16)
  await expect(page.getByRole('textbox', { name: 'Memory of node 1' })).toHaveValue('48')
  const cpus = page.getByRole('textbox', { name: 'Processors of node 0' })
  await cpus.fill('7')
  await expect(page.getByText('Processors of the guest, 0 to 1, as 0-1,3.')).toBeVisible()
  await cpus.fill('1')
  await cpus.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Processors of node 1' })).toHaveValue('0')
  await page.getByText('Tell the guest the distances').click()
  await tab.fill('From node 0 to node 1', 31)
  await tab.select('Host’s memory for node 1', 'Strictly from these nodes')
  const nodes = page.getByRole('textbox', { name: 'Host’s nodes for node 1' })
  await nodes.fill('0,7')
  await expect(page.getByText(/^Nodes of the host as 0-1. It has: 0/)).toBeVisible()
  await nodes.fill('0')
  await nodes.press('Tab')
  const changes = page.getByRole('region', { name: 'Changes', exact: true })
  await expect(changes).toContainText('Distances between the guest’s nodes: 0–1: 31')
  await expect(changes).toContainText('Host’s memory for the guest’s nodes: 1 → 0 (strict)')
  await expectAccessible(page)
  await tab.apply()
  expect(defined()).toContain(`<vcpupin vcpu='0' cpuset='0'/>`)
  expect(defined()).toContain(`<vcpupin vcpu='1' cpuset='1'/>`)
  expect(defined()).toContain(`<cell id='0' cpus='1' memory='16384' unit='KiB'>`)
  expect(defined()).toContain(`<cell id='1' cpus='0' memory='49152' unit='KiB'>`)
  expect(defined()).toContain(`<memnode cellid='1' mode='strict' nodeset='0'/>`)
})

/** What the kernel says of the thread that plays a processor of the guest. */
function ofThread(vcpu: number, file: 'status' | 'cmdline'): string {
  const cpus = JSON.parse(virsh('qemu-monitor-command', NAME, '{"execute":"query-cpus-fast"}')).return
  const thread = cpus.find((cpu: Record<string, unknown>) => cpu['cpu-index'] === vcpu)['thread-id']
  return readFileSync(`/proc/${thread}/${file}`, 'utf8')
}

function placeOf(vcpu: number): string {
  return /Cpus_allowed_list:\s*(\S+)/.exec(ofThread(vcpu, 'status'))?.[1] ?? ''
}

test('running: a processor moves at once, by pressing a processor of the host', async () => {
  const { page } = running
  virsh('start', NAME)
  expect([placeOf(0), placeOf(1)]).toEqual(['0', '1'])
  expect(virsh('qemu-monitor-command', NAME, '--hmp', 'info numa')).toMatch(
    /node 0 cpus: 1\s[\s\S]*node 0 size: 16 MB/,
  )
  const started = ofThread(0, 'cmdline')
  for (const way of ['src=0,dst=1', 'src=1,dst=0']) expect(started).toContain(`dist,${way},val=31`)
  expect(started).toMatch(/"id":"ram-node1",[^}]*"host-nodes":\[0\],"policy":"bind"/)
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible()
  await page.getByRole('option', { name: /^Processor 0/ }).click()
  const host = page.getByRole('group', { name: 'Processors of the host for: Processor 0' })
  await expect(host.getByRole('button', { name: /^Processor 0 of the host/ })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await host.getByRole('button', { name: 'Processor 1 of the host: Processor 1' }).focus()
  await page.keyboard.press('Space')
  await expect(page.getByRole('region', { name: 'Changes', exact: true })).toContainText('At once')
  await tab.apply()
  expect(placeOf(0)).toBe('0-1')
  expect(defined()).toContain(`<vcpupin vcpu='0' cpuset='0-1'/>`)
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
