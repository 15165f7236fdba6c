// Live pictures of machines: in the host's list, on the machine's overview, on the wall, which opens consoles.
import { expect, type Locator, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub, waitForGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const ON = `wall-on-${process.pid}`
const OFF = `wall-off-${process.pid}`
let running: RunningApp

test.beforeAll(async () => {
  startGrub(ON, ['vnc'])
  defineMachine(OFF)
  await waitForGrub(ON)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [ON, OFF]) removeMachine(name)
})

/** How many colours the picture of that machine has. */
async function coloursOf(picture: Locator): Promise<number> {
  await expect(picture).toHaveAttribute('data-shown', 'true')
  return picture.evaluate((source: HTMLCanvasElement) => {
    const copy = new OffscreenCanvas(source.width, source.height)
    const context = copy.getContext('2d')
    context?.drawImage(source, 0, 0)
    const { data } = context?.getImageData(0, 0, source.width, source.height) ?? { data: [] }
    return new Set(new Uint32Array(Uint8Array.from(data).buffer)).size
  })
}

test('the list shows the screen of a machine that is on, and of no other', async () => {
  const { page } = running
  await page
    .getByRole('navigation', { name: 'Hosts and machines' })
    .getByRole('button', { name: 'This computer' })
    .click()
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  expect(await coloursOf(row(ON).getByRole('img', { name: `Screen of ${ON}` }))).toBeGreaterThan(5)
  await expect(row(OFF).getByRole('img', { name: /^Screen of/ })).toHaveCount(0)
  await expectAccessible(page)
})

test('it follows the machine', async () => {
  const { page } = running
  const picture = page.getByRole('img', { name: `Screen of ${ON}` })
  const look = () => picture.evaluate((c: HTMLCanvasElement) => c.toDataURL())
  const before = await look()
  virsh('send-key', ON, 'KEY_C') // its command line instead of its menu
  await expect.poll(look, { timeout: 30_000 }).not.toBe(before)
})

test('the overview shows it larger', async () => {
  const { page } = running
  await rowOf(page, ON).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
  expect(await coloursOf(page.getByRole('img', { name: `Screen of ${ON}` }))).toBeGreaterThan(1)
  await expectAccessible(page)
})

test('the wall opens a console by Enter and by a double click', async () => {
  const { page, app } = running
  await page
    .getByRole('navigation', { name: 'Hosts and machines' })
    .getByRole('button', { name: 'This computer' })
    .click()
  await page.getByRole('button', { name: 'Wall of screens' }).click()
  await expect(page.getByRole('heading', { name: 'Wall of screens' })).toBeVisible()
  const machine = page.getByRole('grid', { name: 'Wall of screens' }).getByRole('row', { name: ON })
  expect(await coloursOf(machine.getByRole('img', { name: /^Screen/ }))).toBeGreaterThan(1)
  await expectAccessible(page)
  for (const open of [() => machine.dblclick(), () => machine.press('Enter')]) {
    const [opened] = await Promise.all([app.waitForEvent('window'), open()])
    await opened.locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
    await opened.close()
  }
  await expect(page.getByRole('row', { name: OFF })).toHaveCount(0)
})

test('nothing is taken while another page is seen', async () => {
  const { page } = running
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'Settings' }).click()
  const taken = () =>
    page.evaluate(async () => {
      const bridge = (window as unknown as { app: { ask(name: string): Promise<{ value: unknown[] }> } }).app
      const { value } = await bridge.ask('host.calls')
      return JSON.stringify(value).split('DOMAIN_SCREENSHOT').length - 1
    })
  const before = await taken()
  expect(before).toBeGreaterThan(0)
  await page.waitForTimeout(9_000) // twice what a picture is taken in
  expect((await taken()) - before).toBeLessThanOrEqual(1) // the one that was on its way
  expect(running.troubles).toEqual([])
})
