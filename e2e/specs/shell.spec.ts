// Points 3 and 6: the readiness page, settings, language, theme, palette, the door of main.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp } from '../app.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { choose } from '../pages/wizard.ts'

test('is this computer ready? says the truth, in both languages', async () => {
  const { page, troubles, close } = await launchApp({ language: 'es' })
  await page.getByRole('button', { name: '¿Está listo este equipo?' }).click()
  const kvm = page.locator('[data-finding="kvm"]')
  await expect(kvm).toBeVisible({ timeout: 30_000 })
  const device = existsSync('/dev/kvm')
  await expect(page.locator('[data-finding="device"]')).toHaveAttribute('data-status', device ? 'ok' : 'warn')
  await expect(page.locator('[data-finding="daemon"]')).toHaveAttribute('data-status', 'ok')
  await expect(page.locator('[data-finding="qemu"]')).toContainText('Versión 7.')
  await expectAccessible(page)
  expect(troubles).toEqual([])
  await close()
})

test('language, theme and size are kept over a restart', async () => {
  const configFolder = mkdtempSync(join(tmpdir(), 'vitrina-settings-'))
  const first = await launchApp({ configFolder })
  await first.page.getByRole('button', { name: 'Settings' }).click()
  await expectAccessible(first.page)
  await choose(first.page, 'Appearance', 'Dark')
  await choose(first.page, 'Text size', '125')
  await choose(first.page, 'Language', 'Español')
  await expect(first.page.getByRole('heading', { name: 'Ajustes' })).toBeVisible()
  await expectAccessible(first.page)
  await first.close()
  const second = await launchApp({ configFolder })
  await expect(second.page.getByRole('button', { name: 'Nueva VM' }).first()).toBeVisible()
  expect(await second.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe(
    'dark',
  )
  expect(await second.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
    '16.25px',
  )
  await expectAccessible(second.page)
  await second.close()
  rmSync(configFolder, { recursive: true })
})

test('Ctrl+K finds actions, and the keyboard alone opens the wizard', async () => {
  const { page, close } = await launchApp()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Search or run' }).waitFor()
  await expectAccessible(page)
  await page.keyboard.type('settings')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await page.keyboard.press('Control+n')
  await expect(page.getByRole('heading', { name: 'New virtual machine' })).toBeVisible()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await close()
})

test('the page has no Node, no network, and main refuses what is not in the contract', async () => {
  const { page, close } = await launchApp()
  const found = await page.evaluate(async () => {
    const bridge = (
      window as unknown as { app: { ask(name: string, input: unknown): Promise<{ ok: boolean }> } }
    ).app
    const junk: unknown[] = [
      undefined,
      null,
      1,
      'x',
      {},
      { host: '../', vm: '<b>' },
      { host: 'system', vm: 'x'.repeat(1e6) },
    ]
    const refused = []
    for (const name of [
      'vm.start',
      'vm.delete',
      'create.run',
      'task.cancel',
      'window.copy',
      'settings.change',
    ]) {
      for (const input of junk) refused.push((await bridge.ask(name, input)).ok)
    }
    return {
      globals: ['require', 'process', 'ipcRenderer', 'module'].filter(name => name in window),
      frozen: Object.isFrozen(bridge),
      accepted: refused.filter(ok => ok).length,
      unknown: await bridge.ask('no.such', null).then(
        () => 'answered',
        () => 'refused',
      ),
      fetched: await fetch('https://example.org/').then(
        () => 'fetched',
        () => 'refused',
      ),
      evaluated: (() => {
        try {
          return new Function('return 1')()
        } catch {
          return 'refused'
        }
      })(),
    }
  })
  // `settings.change` takes an empty change, and `window.copy` any text.
  expect(found).toMatchObject({ globals: [], frozen: true, unknown: 'refused', fetched: 'refused' })
  expect(found.accepted).toBeLessThanOrEqual(4)
  await page.evaluate(() => {
    location.href = 'https://example.org/'
  })
  await page.waitForTimeout(500)
  await expect(page.getByRole('main')).toBeVisible()
  await close()
})

test('the log holds no secret', async () => {
  const configFolder = mkdtempSync(join(tmpdir(), 'vitrina-log-'))
  const { close } = await launchApp({ configFolder })
  await close()
  const log = readFileSync(join(configFolder, 'Vitrina', 'vitrina.log'), 'utf8')
  expect(log).toContain('"what":"started"')
  expect(log).not.toMatch(/passw(or)?d['"=:\s]+(?!\[cut\])\w/i)
  rmSync(configFolder, { recursive: true })
})
