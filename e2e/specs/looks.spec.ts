// Every page in Spanish, light and dark, small, and in the system's own high contrast: nothing that axe finds, nothing
// untranslated, nothing cut off.
import { expect, type Page, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose, rowOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine } from '../virsh.ts'

const NAME = `e2e-looks-${process.pid}`
const SMALL = { width: 720, height: 520 }
let running: RunningApp

test.beforeAll(async () => {
  defineMachine(
    NAME,
    `<graphics type='vnc' autoport='yes'/><interface type='user'/><disk type='file' device='disk'>
     <driver name='qemu' type='qcow2'/><source file='/nowhere/a.qcow2'/><target dev='vda'/></disk>`,
  )
  running = await launchApp({ language: 'es' })
})
test.afterAll(async () => {
  await running.close()
  removeMachine(NAME)
})

const tools = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Herramientas' }).getByRole('button', { name }).click()
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

const PAGES: readonly (readonly [heading: string, go: (page: Page) => Promise<void>])[] = [
  ['Nueva máquina virtual', page => tools(page, 'Nueva VM')],
  ['Nueva máquina virtual', page => page.getByRole('button', { name: 'Siguiente' }).click()],
  ['Nueva máquina virtual', page => page.getByRole('button', { name: 'Siguiente' }).click()],
  ['¿Está listo este equipo?', page => tools(page, '¿Está listo este equipo?')],
  ['Ajustes', page => tools(page, 'Ajustes')],
  ['Actividad', page => page.getByRole('button', { name: 'Actividad' }).click()],
  [NAME, page => rowOf(page, NAME, 'Anfitriones y máquinas').click()],
  [NAME, page => tab(page, 'Resumen')],
  [NAME, page => tab(page, 'Hardware')],
  [NAME, page => page.getByRole('button', { name: 'Añadir dispositivo' }).click()],
  [NAME, page => page.keyboard.press('Escape')],
  [NAME, page => tab(page, 'Instantáneas')],
  [NAME, page => tab(page, 'XML')],
  [NAME, page => tab(page, 'Rendimiento')],
  [NAME, page => tab(page, 'Historial')],
]

async function visitAll(page: Page): Promise<void> {
  for (const [heading, go] of PAGES) {
    await go(page)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await expectAccessible(page)
    // A key that no locale has is shown as itself: `wizard.stepWhat`.
    expect(await page.getByText(/^[a-z]+(\.[a-zA-Z]+)+$/).allInnerTexts()).toEqual([])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect(wide, `${heading} is wider than the window`).toBe(false)
  }
}

test('dark, in a small window', async () => {
  const { page } = running
  await tools(page, 'Ajustes')
  await choose(page, 'Apariencia', 'Oscura')
  await page.setViewportSize(SMALL)
  await visitAll(page)
})

test('light', async () => {
  const { page } = running
  await tools(page, 'Ajustes')
  await choose(page, 'Apariencia', 'Clara')
  await visitAll(page)
})

test('forced colours: the focus and the chosen row can still be told', async () => {
  const { page } = running
  await page.emulateMedia({ forcedColors: 'active' })
  await visitAll(page)
  await page.keyboard.press('Tab')
  const ring = await page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
    return { outlineStyle, outlineWidth }
  })
  expect(ring.outlineStyle).not.toBe('none')
  expect(Number.parseFloat(ring.outlineWidth)).toBeGreaterThan(0)
  const chosen = page.locator('aside [aria-current="page"]')
  const marked = await chosen.evaluate(row => {
    const plain = [...document.querySelectorAll('aside button')].find(
      other => !other.hasAttribute('aria-current'),
    )
    const look = (element: Element | undefined) => {
      if (!element) return ''
      const { backgroundColor, outline, borderInlineStart } = getComputedStyle(element)
      return `${backgroundColor} ${outline} ${borderInlineStart}`
    }
    return look(row) !== look(plain)
  })
  expect(marked).toBe(true)
  await page.emulateMedia({ forcedColors: 'none' })
})

test('nothing went wrong in the page', () => {
  expect(running.troubles).toEqual([])
})
