// Takes the pictures of the README (assets/readme), and every page × language × theme × size for looking at.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { launchApp } from '../e2e/app.ts'
import { keepHostAsItWas, rescueIso } from '../e2e/host.ts'
import { compareWithHost } from '../e2e/pages/console.ts'
import { createMachine, deleteMachine, fillWizard, openMachine, openWizard } from '../e2e/pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../e2e/virsh.ts'

const out = resolve(process.argv[2] ?? 'out/shots')
const readme = resolve('assets/readme')
for (const folder of [out, readme]) mkdirSync(folder, { recursive: true })

const MACHINES = ['build', 'web-01']
const GUEST = 'rescue'

type Ask = (name: string, input: unknown) => Promise<unknown>

async function settings(page: Page, change: object): Promise<void> {
  await page.evaluate(
    value => (window as unknown as { app: { ask: Ask } }).app.ask('settings.change', value),
    change,
  )
  await page.waitForTimeout(400)
}

/** Each place by what is clicked in it, whatever the language: by position in the sidebar. */
const PLACES: readonly (readonly [name: string, go: (page: Page) => Promise<void>])[] = [
  ['host', page => page.locator('aside nav').first().getByRole('button').first().click()],
  ['vm', page => page.locator('aside nav').first().getByRole('button', { name: GUEST }).click()],
  ['overview', page => page.getByRole('tab').nth(1).click()],
  ['hardware', page => page.getByRole('tab').nth(2).click()],
  ['snapshots', page => page.getByRole('tab').nth(3).click()],
  ['performance', page => page.getByRole('tab').nth(4).click()],
  ['xml', page => page.getByRole('tab').nth(5).click()],
  ['history', page => page.getByRole('tab').nth(6).click()],
  ['readiness', page => page.locator('aside nav').last().getByRole('button').nth(1).click()],
  ['settings', page => page.locator('aside nav').last().getByRole('button').nth(2).click()],
  ['activity', page => page.locator('header').first().getByRole('button').last().click()],
  ['wizard', page => page.locator('aside nav').last().getByRole('button').first().click()],
]

async function takeAll(page: Page, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  for (const language of ['en', 'es']) {
    for (const theme of ['light', 'dark']) {
      await settings(page, { language, theme })
      for (const [name, go] of PLACES) {
        await go(page)
        await page.waitForTimeout(name === 'readiness' || name === 'vm' ? 2_500 : 700)
        await page.screenshot({ path: join(out, `${name}-${language}-${theme}-${size.width}.png`) })
      }
    }
  }
}

const restoreHost = keepHostAsItWas()
const { page, close } = await launchApp({ language: 'en' })
try {
  await page.setViewportSize({ width: 1280, height: 800 })
  for (const name of MACHINES) defineMachine(name)
  await openWizard(page)
  await fillWizard(page, { name: GUEST, iso: rescueIso(), memoryMiB: 256, diskGiB: 1 })
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(readme, 'wizard.png') })
  await createMachine(page, { name: GUEST, iso: rescueIso(), memoryMiB: 256, diskGiB: 1, graphics: 'SPICE' })
  await openMachine(page, GUEST)
  await compareWithHost(page, GUEST, 60_000)
  await page.waitForTimeout(6_000)
  await page.screenshot({ path: join(readme, 'console.png') })
  for (const name of ['fresh', 'with-tools']) virsh('snapshot-create-as', GUEST, name)
  await takeAll(page, { width: 1280, height: 800 })
  await takeAll(page, { width: 720, height: 520 })
  await settings(page, { language: 'en', theme: 'system' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await openMachine(page, GUEST)
  await deleteMachine(page, GUEST)
} finally {
  await close()
  for (const name of [...MACHINES, GUEST]) removeMachine(name)
  restoreHost()
}
console.log(`Pictures are in ${out} and ${readme}`)
