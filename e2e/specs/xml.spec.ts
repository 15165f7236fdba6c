// The XML tab: written by hand, completed, judged where it is wrong, reviewed and applied; nobody's change is lost.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-xml-${process.pid}`
const MAC = '52:54:00:be:ef:02'
test.describe.configure({ mode: 'serial' })
let running: RunningApp
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-e2e-xml-'))
  chmodSync(folder, 0o755)
  defineMachine(
    NAME,
    `<interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>
     <graphics type='vnc' autoport='yes' passwd='geheim12'><listen type='address' address='127.0.0.1'/></graphics>
     <video><model type='vga'/></video>`,
  )
  running = await launchApp()
  await rowOf(running.page, NAME).click()
  await running.page.getByRole('tab', { name: 'XML' }).click()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

const defined = () => virsh('dumpxml', NAME, '--inactive', '--security-info')
const editor = (page: Page) => page.getByRole('textbox', { name: 'Definition (next start)' })

/** As another program would. */
function define(edit: (xml: string) => string): void {
  const file = join(folder, 'machine.xml')
  writeFileSync(file, edit(defined()))
  virsh('define', file)
}

/** Selects that text by the editor's own search, and types over it. */
async function typeOver(page: Page, found: string, text: string): Promise<void> {
  await editor(page).click()
  await page.keyboard.press('Control+f')
  const field = page.getByRole('textbox', { name: 'Find' })
  await field.fill('')
  await field.pressSequentially(found)
  await field.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.insertText(text)
}

test('no password is shown; a change is reviewed with Ctrl+S and applied, and the password stays', async () => {
  const { page } = running
  await expect(editor(page)).toContainText(NAME)
  await expect(editor(page)).not.toContainText('geheim12')
  await expectAccessible(page)
  const before = defined()
  await typeOver(page, "type='vga'", "type='cirrus'")
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: `Change the definition of ${NAME}?` })
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('Graphics card')
  await expect(dialog.getByRole('region', { name: 'Changes in the definition (XML)' })).toContainText(
    'cirrus',
  )
  await expectAccessible(page)
  expect(defined()).toBe(before)
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(defined).toContain("type='cirrus'")
  expect(defined()).toContain("passwd='geheim12'")
  await expect(page.getByRole('button', { name: 'Review and apply…' })).toBeDisabled()
})

test('what is not well formed, or not accepted, or not known, is said where it is', async () => {
  const { page } = running
  const problems = page.getByRole('list', { name: 'Problems' })
  await typeOver(page, '</memory>', '</memry>')
  await expect(problems).toContainText('Line 4: </memry> closes nothing: <memory> is open.')
  await expect(page.getByRole('button', { name: 'Review and apply…' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(problems).toHaveCount(0)
  await typeOver(page, '<domain ', '<!DOCTYPE domain>\n<domain ')
  await expect(problems).toContainText('Line 1: A document type (DOCTYPE) is not accepted.')
  await page.getByRole('button', { name: 'Discard' }).click()
  await typeOver(page, '<vcpu', '<vcpuu/><vcpu')
  await expect(problems).toContainText('<vcpuu> is not known here.')
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('libvirt’s own refusal stands at its line, and what was written stays', async () => {
  const { page } = running
  const before = defined()
  await typeOver(page, "bus='0x00' slot='0x01'", "bus='0xfff' slot='0x01'")
  await page.keyboard.press('Control+s')
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('list', { name: 'Problems' })).toContainText('libvirt refuses this:')
  await expect(editor(page)).toContainText('0xfff')
  expect(defined()).toBe(before)
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(editor(page)).not.toContainText('0xfff')
})

test('completion offers what libvirt knows there', async () => {
  const { page } = running
  await typeOver(page, '<on_crash>destroy', '<on_crash>')
  await page.keyboard.press('Control+Space')
  const list = page.getByRole('listbox', { name: 'Completions' })
  await expect(list.getByRole('option', { name: 'coredump-restart' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(list).toHaveCount(0)
  await page.getByRole('button', { name: 'Discard' }).click()
})

test('another program changed it meanwhile: three versions are shown, and both changes can be put together', async () => {
  const { page } = running
  await typeOver(page, "type='cirrus'", "type='virtio'")
  define(xml => xml.replace('</uuid>', '</uuid>\n  <title>Theirs</title>'))
  await expect(page.getByText('Another program changed this machine meanwhile')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Review and apply…' })).toBeDisabled()
  await page.getByRole('button', { name: 'What it changed' }).click()
  await page.getByRole('button', { name: 'What you changed' }).click()
  await expect(page.getByRole('region', { name: 'What it changed' })).toContainText('Theirs')
  await expect(page.getByRole('region', { name: 'What you changed' })).toContainText('virtio')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Put both together' }).click()
  await editor(page).click()
  await page.keyboard.press('Control+s')
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
  await expect.poll(defined).toContain("<model type='virtio' vram")
  expect(defined()).toContain('<title>Theirs</title>')
  expect(defined()).toContain("passwd='geheim12'")
})

test('both changed the same line: nothing is put together, theirs or mine is chosen', async () => {
  const { page } = running
  await typeOver(page, '<title>Theirs<', '<title>Mine<')
  define(xml => xml.replace('<title>Theirs<', '<title>Theirs again<'))
  await expect(page.getByText('You both changed the same lines.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Put both together' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Keep mine over theirs' }).click()
  await editor(page).click()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('dialog')).toContainText('Theirs again')
  await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click()
  await expect.poll(defined).toContain('<title>Mine</title>')
})

test('one device, from the Hardware tab: the running guest has at once what it can', async () => {
  const { page } = running
  virsh('start', NAME)
  await page.getByRole('tab', { name: 'Hardware' }).click()
  await page.getByRole('option', { name: /^Network card/ }).click()
  await page.getByRole('button', { name: 'XML…' }).click()
  const dialog = page.getByRole('dialog', { name: /^XML of Network card/ })
  await dialog.getByRole('textbox', { name: 'XML of the device' }).click()
  await page.keyboard.press('Control+End')
  for (let n = 0; n < '</interface>'.length; n++) await page.keyboard.press('Backspace')
  await page.keyboard.insertText("<link state='down'/></interface>")
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText('At once')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => virsh('domif-getlink', NAME, MAC)).toContain('down')
  expect(defined()).toContain("<link state='down'/>")
})

test('running: a device that waits is taken back by its own button', async () => {
  const { page } = running
  define(xml => xml.replace('</devices>', "<sound model='ich9'/></devices>"))
  const waiting = page.getByRole('list', { name: 'After restart' })
  await expect(waiting).toContainText('Sound comes')
  await page.getByRole('button', { name: 'Undo: Sound comes' }).click()
  await expectAccessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click()
  await expect(waiting).toHaveCount(0)
  expect(defined()).not.toContain('ich9')
  virsh('destroy', NAME)
})

test('what libvirt would start for it is there to read', async () => {
  const { page } = running
  await page.getByRole('tab', { name: 'XML' }).click()
  await page.getByRole('button', { name: 'QEMU’s command line' }).click()
  const dialog = page.getByRole('dialog', { name: `What libvirt starts for ${NAME}` })
  const command = dialog.getByRole('region', { name: 'QEMU’s command line' })
  await expect(command).toContainText('qemu-system-x86_64')
  await expect(command).toContainText(`-name guest=${NAME}`)
  await expect(command).not.toContainText('geheim12')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Close' }).click()
})

test('the tab speaks Spanish', async () => {
  await running.close()
  running = await launchApp({ language: 'es' })
  const { page } = running
  await rowOf(page, NAME, 'Anfitriones y máquinas').click()
  await page.getByRole('tab', { name: 'XML' }).click()
  await expect(page.getByRole('button', { name: 'Revisar y aplicar…' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Definición (próximo inicio)' }).click()
  await page.keyboard.press('Control+f')
  await expect(page.getByRole('textbox', { name: 'Buscar' })).toBeVisible()
  await expectAccessible(page)
  expect(running.troubles).toEqual([])
})
