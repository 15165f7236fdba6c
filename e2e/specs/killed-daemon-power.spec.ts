// The daemon is killed while a machine is renamed, saved, or goes on from a file: nothing of it stays, or it is seen through.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { KilledHost, sizeOf } from '../killed-host.ts'
import { rowOf } from '../pages/wizard.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })
let host: KilledHost

test.beforeAll(async () => {
  host = await KilledHost.open()
})
test.afterAll(async () => {
  await host.close()
})

test.describe('while a guest is saved', () => {
  const SAVED = 'saved'

  test.beforeAll(() => {
    host.startFilled(SAVED, 1_024)
  })

  async function expectRunsOn(): Promise<void> {
    await expect.poll(() => host.daemon.virsh('domstate', SAVED), { timeout: 30_000 }).toBe('running')
    expect(host.daemon.virsh('list', '--all', '--with-managed-save', '--name')).toBe('')
  }

  const saveTo = (path: string) => askWithFile(SAVED, 'Save to a file…', path, 'Save and stop')

  test('to a file: the file goes, and the guest runs on', async () => {
    const before = host.files()
    const path = join(host.pool, 'memory.save')
    await saveTo(path)
    await host.catchAt(() => sizeOf(path) > 2 ** 20)
    await host.expectFailed(`Save ${SAVED} to ${path}`)
    expect(host.files()).toEqual(before)
    await expectRunsOn()
  })

  test('by libvirt: nothing of it stays, and the guest runs on', async () => {
    await host.chooseAction(SAVED, 'Save and stop')
    const file = join(host.daemon.folder, 'config/libvirt/qemu/save', `${SAVED}.save`)
    await host.catchAt(() => sizeOf(file) > 2 ** 20)
    await host.expectFailed(`Save and stop ${SAVED}`)
    await expectRunsOn()
    expect(existsSync(file)).toBe(false)
  })

  test('and goes on from the file: it is seen through, and the file stays', async () => {
    const path = join(host.pool, 'whole.save')
    await saveTo(path)
    await host.expectDone(`Save ${SAVED} to ${path}`)
    await askWithFile(SAVED, 'Go on from a file…', path, 'Go on')
    const state = () => host.daemon.virsh('domstate', SAVED, '--reason')
    await expect.poll(state, { intervals: [5], timeout: 60_000 }).toMatch(/^paused/)
    await host.kill()
    await host.expectDone(`Go on with ${SAVED} from ${path}`)
    expect(state()).toMatch(/^running/)
    expect(existsSync(path)).toBe(true)
  })
})

async function askWithFile(name: string, entry: string, path: string, button: string): Promise<void> {
  await host.chooseAction(name, entry)
  const dialog = host.running.page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'File on the host' }).fill(path)
  await dialog.getByRole('button', { name: button }).click()
}

test.describe('while a machine gets another name', () => {
  const definitions = () => join(host.daemon.folder, 'config/libvirt/qemu')

  async function rename(from: string, to: string): Promise<void> {
    await host.chooseAction(from, 'Rename…')
    const dialog = host.running.page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill(to)
    await dialog.getByRole('button', { name: 'Rename' }).click()
  }

  async function expectRenamed(from: string, to: string): Promise<void> {
    await host.expectDone(`Rename ${from} to ${to}`)
    const names = host.names('list', '--all', '--name')
    expect(names).toContain(to)
    expect(names).not.toContain(from)
    expect(existsSync(join(definitions(), `${from}.xml`))).toBe(false)
  }

  test('before it has heard of it: it has its name still', async () => {
    host.define('before')
    const { page } = host.running
    await host.chooseAction('before', 'Rename…')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('after')
    host.daemon.signal('SIGSTOP')
    await dialog.getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('progressbar', { name: /^Progress of: Rename/ })).toBeVisible()
    await host.kill()
    await host.expectFailed('Rename before to after')
    expect(host.names('list', '--all', '--name')).toContain('before')
    expect(existsSync(join(definitions(), 'after.xml'))).toBe(false)
  })

  test('after it was done, if its answer came or not: it has the new name alone', async () => {
    host.define('sign') // seen as soon as the app is connected again
    await expect(rowOf(host.running.page, 'sign')).toBeVisible({ timeout: 60_000 })
    await rename('before', 'later')
    await host.catchAt(() => existsSync(join(definitions(), 'later.xml')))
    await expectRenamed('before', 'later')
  })
})
