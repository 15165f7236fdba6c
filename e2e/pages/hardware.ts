// The Hardware tab as a user goes through it, in English. Counts the steps: what is pressed, not what is typed.
import { expect, type Locator, type Page } from '@playwright/test'
import { rowOf } from './wizard.ts'

export class HardwarePage {
  readonly page: Page
  /** Since `countAnew`. */
  steps = 0

  constructor(page: Page) {
    this.page = page
  }

  async open(machine: string): Promise<void> {
    await rowOf(this.page, machine).click()
    await this.page.getByRole('tab', { name: 'Hardware' }).click()
    await this.page.getByRole('listbox', { name: 'Devices' }).waitFor()
  }

  async press(button: Locator): Promise<void> {
    await button.click()
    this.steps++
  }

  async choose(device: string): Promise<void> {
    await this.press(this.page.getByRole('option', { name: new RegExp(`^${device}`) }))
  }

  async pressButton(name: string): Promise<void> {
    await this.press(this.page.getByRole('button', { name, exact: true }))
  }

  async add(device: string): Promise<void> {
    await this.pressButton('Add device')
    await this.press(this.page.getByRole('menuitem', { name: device }))
    await this.dialog.waitFor()
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog').or(this.page.getByRole('alertdialog'))
  }

  /** Presses the dialog's button and waits until the machine is changed. */
  async confirm(name: string): Promise<void> {
    await this.press(this.dialog.getByRole('button', { name, exact: true }))
    await this.dialog.waitFor({ state: 'detached' })
    await this.settled()
  }

  async apply(): Promise<void> {
    await this.pressButton('Apply')
    await expect(this.page.getByRole('region', { name: 'Changes' })).toHaveCount(0, { timeout: 60_000 })
  }

  /** No task of the machine runs any more, and none failed. */
  async settled(): Promise<void> {
    await expect(this.page.getByRole('progressbar', { name: /^Progress of: Change/ })).toHaveCount(0, {
      timeout: 60_000,
    })
  }

  /** In the dialog while one is open: what lies behind it is inert. */
  async fill(label: string, value: number): Promise<void> {
    const field = (await this.#inFront()).getByRole('textbox', { name: label, exact: true })
    await field.fill(String(value))
    await field.press('Tab')
  }

  /** As `fill`. */
  async select(label: string, option: string): Promise<void> {
    await (await this.#inFront()).getByRole('button', { name: new RegExp(`${label}$`) }).click()
    await this.page.getByRole('option', { name: new RegExp(`^${option}`) }).click()
  }

  async #inFront(): Promise<Locator | Page> {
    return (await this.dialog.count()) > 0 ? this.dialog : this.page
  }
}
