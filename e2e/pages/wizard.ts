// The wizard as a user goes through it, in English.
import { expect, type Locator, type Page } from '@playwright/test'

export interface WizardChoices {
  readonly name: string
  readonly iso?: string
  /** A disk image with a system on it, which is the machine's disk then. */
  readonly image?: string
  readonly kernel?: { readonly kernel: string; readonly initrd: string; readonly args: string }
  readonly memoryMiB: number
  readonly diskGiB: number
  readonly graphics?: 'SPICE' | 'VNC'
}

export async function openWizard(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'New VM' }).click()
  await page.getByRole('heading', { name: 'New virtual machine' }).waitFor()
  await page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'System' }).click()
}

export async function fillWizard(page: Page, choices: WizardChoices): Promise<void> {
  if (choices.iso !== undefined) {
    await page.getByRole('textbox', { name: 'File' }).fill(choices.iso)
    await page.getByRole('status').filter({ hasText: 'Label:' }).waitFor()
  }
  if (choices.image !== undefined) {
    await page.getByRole('radio', { name: 'Disk image' }).check({ force: true })
    await page.getByRole('textbox', { name: 'File' }).fill(choices.image)
    await expect(page.getByRole('button', { name: /Format$/ })).toHaveText(/qcow2/)
  }
  if (choices.kernel) {
    await page.getByRole('radio', { name: 'Kernel' }).check({ force: true })
    await page.getByRole('textbox', { name: 'Kernel', exact: true }).fill(choices.kernel.kernel)
    await page.getByRole('textbox', { name: 'Initial RAM disk' }).fill(choices.kernel.initrd)
    await page.getByRole('textbox', { name: 'Kernel arguments' }).fill(choices.kernel.args)
  }
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(choices.name)
  await fillNumber(page, 'Memory', choices.memoryMiB)
  if (choices.image === undefined) await fillNumber(page, 'Size', choices.diskGiB)
  await choose(page, 'Network', 'User mode')
  if (choices.graphics) {
    await page.getByRole('button', { name: 'More options' }).click()
    await choose(page, 'Display', choices.graphics)
  }
}

export async function fillNumber(page: Page, label: string, value: number): Promise<void> {
  const field = page.getByRole('textbox', { name: label })
  await field.fill(String(value))
  await field.press('Tab')
}

/** Opens the list of a field and takes the option that begins so. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`${label}$`) }).click()
  await page.getByRole('option', { name: new RegExp(`^${option}`) }).click()
}

/** Through the wizard and until the task has ended well; says how long libvirt and QEMU took. */
export async function createMachine(page: Page, choices: WizardChoices): Promise<void> {
  await openWizard(page)
  await fillWizard(page, choices)
  await page.getByRole('button', { name: 'Create VM' }).click()
  const task = taskOf(page, `Create ${choices.name}`)
  await expect(task).toHaveAttribute('data-task-state', /done|failed|cancelled/, { timeout: 90_000 })
  if ((await task.getAttribute('data-task-state')) === 'done') {
    // Another machine of that name may come: then the first card shall be its.
    await task.getByRole('button', { name: 'Remove from the list' }).click()
    return
  }
  await task.getByRole('button', { name: 'Details' }).click()
  throw new Error(`not created: ${await task.innerText()}`)
}

/** The title bar's button, which counts tasks while some run. */
export function activityOf(page: Page): Locator {
  return page.getByRole('button', { name: /^Activity$|^\d+ tasks?$/ })
}

/** The newest task of that label: an earlier one is below it. */
export function taskOf(page: Page, label: string): Locator {
  return page.getByRole('article', { name: label, exact: true }).first()
}

/** A machine's row in the sidebar. */
export function rowOf(page: Page, name: string, sidebar = 'Hosts and machines'): Locator {
  const rows = page.getByRole('navigation', { name: sidebar }).getByRole('listitem')
  return rows.filter({ has: page.getByText(name, { exact: true }) }).getByRole('button')
}

/** By its row in the sidebar, to its console. */
export async function openMachine(page: Page, name: string): Promise<void> {
  await rowOf(page, name).click()
  await page.getByRole('tab', { name: 'Console' }).click()
  await page.locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
}

/** With its disks. */
export async function deleteMachine(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog', { name: `Delete ${name}?` })
  await dialog.getByRole('checkbox').first().waitFor()
  for (const box of await dialog.getByRole('checkbox').all())
    if (await box.isEnabled()) await box.check({ force: true })
  await dialog.getByRole('button', { name: 'Delete machine and disks' }).click()
  await rowOf(page, name).waitFor({ state: 'detached', timeout: 60_000 })
}
