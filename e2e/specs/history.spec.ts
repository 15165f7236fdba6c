// The config time machine: what any program defines is kept, shown and restored; it outlives the app.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-history-${process.pid}`
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-history-'))
  defineMachine(NAME, `<graphics type='vnc' autoport='yes' passwd='geheim12'/>`)
  running = await launchApp({ configFolder: folder })
  await openHistory(running.page)
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

async function openHistory(page: Page, sidebar = 'Hosts and machines', tab = 'History'): Promise<void> {
  await rowOf(page, NAME, sidebar).click()
  await page.getByRole('tab', { name: tab }).click()
}

const defined = () => virsh('dumpxml', NAME, '--inactive', '--security-info')
const versions = (page: Page) => page.getByRole('listbox', { name: 'Versions' }).getByRole('option')

test('another program’s definition appears with what it changed, and is taken back with the password kept', async () => {
  const { page } = running
  await expect(versions(page)).toHaveText([/The first that is known/])
  const before = defined()
  const file = join(folder, 'machine.xml')
  writeFileSync(
    file,
    before.replace('</vcpu>', '</vcpu><iothreads>2</iothreads>').replaceAll('65536', '98304'),
  )
  virsh('define', file)
  await expect(versions(page)).toHaveText([/Memory: 64 MiB → 96 MiB, and 2 more/, /The first that is known/])
  await versions(page).first().click()
  await expect(page.getByText('In force')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Changes in the definition (XML)' })).toContainText(
    'iothreads',
  )
  await expectAccessible(page)
  await versions(page).last().click()
  await page.getByRole('button', { name: 'Restore' }).click()
  const dialog = page.getByRole('dialog', { name: /^Restore the definition of/ })
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('Memory: 96 MiB → 64 MiB')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await expect.poll(defined).toBe(before)
  await expect(versions(page)).toHaveCount(3)
})

test('what was defined while the app was closed is there at its next start', async () => {
  await running.close()
  virsh('desc', NAME, '--config', '--title', 'Meanwhile')
  running = await launchApp({ configFolder: folder, language: 'es' })
  const { page } = running
  await openHistory(page, 'Anfitriones y máquinas', 'Historial')
  const list = page.getByRole('listbox', { name: 'Versiones' }).getByRole('option')
  await expect(list).toHaveCount(4)
  await expect(list.first()).toContainText('Meanwhile')
  await expectAccessible(page)
  expect(running.troubles).toEqual([])
})
