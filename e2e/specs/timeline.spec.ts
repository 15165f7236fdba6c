// What happened to a machine: done by other programs and by us, with pictures of its screen, over two starts of the app.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, hostScreenshot, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-timeline-${process.pid}`
test.describe.configure({ mode: 'serial' })
let configFolder: string
let running: RunningApp

test.beforeAll(async () => {
  configFolder = mkdtempSync(join(tmpdir(), 'vitrina-timeline-'))
  defineMachine(
    NAME,
    `<disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/><readonly/>
     <boot order='1'/></disk><graphics type='vnc' autoport='yes'/><video><model type='vga'/></video>`,
  )
  running = await launchApp({ configFolder })
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(configFolder, { recursive: true })
})

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' })
const entries = (page: Page) => timeline(page).getByRole('listitem')

async function openOverview(page: Page): Promise<void> {
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
}

test('another program starts and pauses it: both are told, with a picture of where it stopped', async () => {
  const { page } = running
  await openOverview(page)
  await expect(timeline(page)).toContainText('Nothing yet')
  virsh('start', NAME)
  await expect(entries(page).first()).toContainText('Started')
  await expect(entries(page)).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Guest' })).toHaveCount(1)
  await expect(page.getByRole('main')).toContainText('On since')
  await expect.poll(() => hostScreenshot(NAME).width, { timeout: 30_000 }).toBeGreaterThan(0)
  virsh('suspend', NAME)
  await expect(entries(page).first()).toContainText('Paused')
  await expect(
    entries(page)
      .first()
      .getByRole('img', { name: /^Its screen, / }),
  ).toBeVisible()
  await expectAccessible(page)
})

test('what is done here is told once, and what failed says why', async () => {
  const { page } = running
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect(entries(page).first()).toContainText('Resumed')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Write memory to a file…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('/nowhere/at/all')
  await dialog.getByRole('button', { name: 'Write' }).click()
  await expect(entries(page).first()).toContainText(
    /^.*Write the memory of .* to \/nowhere\/at\/all: failed\. ./,
    {
      timeout: 30_000,
    },
  )
  virsh('destroy', NAME)
  await expect(entries(page).first()).toContainText('Forced off')
  await expect(page.getByRole('main')).not.toContainText('On since')
  await expect(timeline(page).getByText(`Resume ${NAME}`)).toHaveCount(0)
})

test('a start while nobody looked has no time; what was kept before is still there', async () => {
  await running.close()
  virsh('start', NAME)
  running = await launchApp({ configFolder })
  const { page } = running
  await openOverview(page)
  await expect(entries(page).first()).toContainText('Found switched on')
  await expect(page.getByRole('main')).toContainText(/On since.* or before/)
  await expect(timeline(page).getByRole('img').first()).toBeVisible()
  await expect(timeline(page)).toContainText('Forced off')
})

test('with the machine goes what was kept of it', async () => {
  const uuid = virsh('domuuid', NAME)
  const kept = () =>
    (readdirSync(configFolder, { recursive: true }) as string[]).filter(
      name => /(timeline|pictures)\//.test(name) && name.includes(uuid),
    )
  const before = kept().length
  expect(before).toBeGreaterThan(1)
  virsh('destroy', NAME)
  virsh('undefine', NAME)
  await expect.poll(kept).toEqual([])
  expect(running.troubles).toEqual([])
})
