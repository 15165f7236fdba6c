// Point 2: hosts and machines, live.
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, machineNames, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-live-${process.pid}`
const ASKED = `${NAME}-asked`
let running: RunningApp

test.beforeAll(async () => {
  running = await launchApp()
})
test.afterAll(async () => {
  await running.close()
  removeMachine(NAME)
  removeMachine(`${NAME}-2`)
  removeMachine(`${NAME}-3`)
  removeMachine(ASKED)
})

test('this computer’s system connection appears by itself', async () => {
  const { page } = running
  await expect(page.getByRole('heading', { name: 'This computer', level: 1 })).toBeVisible()
  await expect(page.getByText('libvirt 9.')).toBeVisible()
  await expectAccessible(page)
})

test('a machine that virsh defines, starts, stops and undefines is seen in under a second', async () => {
  const row = rowOf(running.page, NAME)
  defineMachine(NAME)
  await expect(row).toBeVisible({ timeout: 1_000 })
  await expect(row.getByRole('img', { name: 'Off' })).toBeVisible()
  virsh('start', NAME)
  await expect(row.getByRole('img', { name: 'Running' })).toBeVisible({ timeout: 1_000 })
  virsh('suspend', NAME)
  await expect(row.getByRole('img', { name: 'Paused' })).toBeVisible({ timeout: 1_000 })
  virsh('destroy', NAME)
  await expect(row.getByRole('img', { name: 'Off' })).toBeVisible({ timeout: 1_000 })
  virsh('undefine', NAME)
  await expect(row).toBeHidden({ timeout: 1_000 })
})

test('what is asked before is chosen in the settings', async () => {
  const { page } = running
  defineMachine(ASKED)
  const choose = async (group: RegExp) => {
    await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('group', { name: 'Ask before' }).getByText(group).click()
    await rowOf(page, ASKED).click()
  }
  virsh('start', ASKED)
  await choose(/^Pause$/)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: `Pause: ${ASKED}?` })
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(virsh('domstate', ASKED)).toBe('running')
  await choose(/^Force off/)
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await expect.poll(() => virsh('domstate', ASKED)).toBe('shut off')
  // As it was.
  await choose(/^Pause$/)
  await choose(/^Force off/)
  removeMachine(ASKED)
})

test('start, pause, resume, force off and delete do what they say', async () => {
  const { page } = running
  defineMachine(NAME)
  await rowOf(page, NAME).click()
  await page.getByRole('button', { name: 'Start', exact: true }).first().click()
  await expect.poll(() => virsh('domstate', NAME)).toBe('running')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await expect.poll(() => virsh('domstate', NAME)).toBe('paused')
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect.poll(() => virsh('domstate', NAME)).toBe('running')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Force off' }).click()
  // What the guest has not written is lost by it: that is asked, and No is the answer that is ready.
  const question = page.getByRole('alertdialog', { name: `Force off: ${NAME}?` })
  await expect(question.getByText('the guest loses what it has not written yet')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(question).toHaveCount(0)
  expect(virsh('domstate', NAME)).toBe('running')
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await question.getByRole('button', { name: 'Force off' }).click()
  await expect.poll(() => virsh('domstate', NAME)).toBe('shut off')
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Delete ${NAME}?` })
  await expect(dialog.getByText('It has no disks that could be deleted.')).toBeVisible()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Delete machine' }).click()
  await expect.poll(() => machineNames()).not.toContain(NAME)
})

test('save, go on, discard the saved state, rename', async () => {
  const { page } = running
  const act = async (name: string) => {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  const saved = () => /Managed save: +(\w+)/.exec(virsh('dominfo', NAME))?.[1]
  defineMachine(NAME)
  virsh('start', NAME)
  await rowOf(page, NAME).click()
  for (const next of ['Start', 'Discard the saved state']) {
    await act('Save and stop')
    await expect.poll(() => virsh('domstate', NAME), { timeout: 60_000 }).toBe('shut off')
    await expect.poll(saved).toBe('yes')
    await expect(rowOf(page, NAME).getByRole('img', { name: 'Saved' })).toBeVisible()
    if (next === 'Start') await page.getByRole('button', { name: next, exact: true }).first().click()
    else {
      await act(next)
      const question = page.getByRole('alertdialog', { name: `${next}: ${NAME}?` })
      await question.getByRole('button', { name: next }).click()
    }
    await expect.poll(saved, { timeout: 60_000 }).toBe('no')
    if (next === 'Start') await expect.poll(() => virsh('domstate', NAME)).toBe('running')
  }
  expect(virsh('domstate', NAME)).toBe('shut off')

  await act('Rename')
  const dialog = page.getByRole('dialog', { name: `Rename ${NAME}` })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('a/b')
  await expect(dialog.getByRole('button', { name: 'Rename' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'Name' }).fill(`${NAME}-3`)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByRole('heading', { name: `${NAME}-3` })).toBeVisible()
  expect(machineNames()).not.toContain(NAME)
  virsh('undefine', `${NAME}-3`)
})

test('a hostile name is text', async () => {
  const { page } = running
  const hostile = `${NAME}-2`
  defineMachine(hostile)
  virsh('desc', hostile, '--config', '<img src=x onerror=document.title=1>')
  await rowOf(page, hostile).click()
  await page.getByRole('tab', { name: 'Overview' }).click()
  await expect(page.getByText('<img src=x onerror=document.title=1>')).toBeVisible()
  virsh('undefine', hostile)
  await expect(page.getByRole('heading', { name: 'This machine is gone' })).toBeVisible()
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
