// The daemon is killed while a snapshot is taken, gone back to, or deleted: nothing of it stays, or it is seen through.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { blocksOf, chainOf, hashOf, writeAsGuest } from '../disk-content.ts'
import { KilledHost, sizeOf, snapshotsIn } from '../killed-host.ts'
import { rowOf } from '../pages/wizard.ts'
import type { Virsh } from '../virsh.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })
let host: KilledHost

test.beforeAll(async () => {
  host = await KilledHost.open()
})
test.afterAll(async () => {
  await host.close()
})

/**
 * In the middle of an internal snapshot. QEMU ends it all the same; the daemon is back only then, for libvirt 9.0 forces off a
 * guest that does not answer it while it starts.
 */
function whileWritten(image: string, before: number, name: string): [() => boolean, () => boolean] {
  return [() => sizeOf(image) > before + 2 ** 20, () => snapshotsIn(image).includes(name)]
}

test.describe('while a snapshot is taken', () => {
  const SNAPPED = 'snapped'
  const disk = () => join(host.pool, 'disk.qcow2')

  test.beforeAll(() => {
    host.startFilled(SNAPPED, 128, `<devices>${host.makeDisk(disk())}</devices>`)
  })

  async function expectNothingLeft(name: string): Promise<void> {
    await host.expectFailed(`Take the snapshot ${name} of ${SNAPPED}`)
    expect(host.daemon.virsh('snapshot-list', SNAPPED, '--name')).toBe('')
    expect(host.daemon.virsh('domstate', SNAPPED)).toBe('running')
    expect(host.files()).toEqual(['disk.qcow2'])
    expect(snapshotsIn(disk())).not.toContain(name)
  }

  async function take(name: string, kind: string): Promise<void> {
    const { page } = host.running
    await rowOf(page, SNAPPED).click()
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('textbox', { name: 'Name of the snapshot' }).fill(name)
    await page.getByRole('button', { name: 'More options' }).click()
    await page.getByText(kind, { exact: true }).click()
    await page.getByRole('button', { name: 'Take snapshot' }).click()
  }

  test('inside the disk: the guest runs on, and the file holds nothing of it', async () => {
    const before = sizeOf(disk())
    await take('within', 'Inside the disks')
    await host.catchAt(...whileWritten(disk(), before, 'within'))
    await expectNothingLeft('within')
  })

  test('in new files: none of them stays', async () => {
    await take('beside', 'In new files')
    await host.catchAt(() => existsSync(join(host.pool, `${SNAPPED}.beside.memory`)))
    await expectNothingLeft('beside')
  })
})

test.describe('while a guest goes back to a snapshot', () => {
  const BACK = 'goes-back'
  const disk = () => join(host.pool, 'back.qcow2')
  const snapshots = () => host.names('snapshot-list', BACK, '--name')

  test.beforeAll(() => {
    host.startFilled(BACK, 128, `<devices>${host.makeDisk(disk())}</devices>`)
    host.daemon.virsh('snapshot-create-as', BACK, 'then')
  })

  async function goBack(): Promise<void> {
    const { page } = host.running
    await rowOf(page, BACK).click()
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('row').filter({ hasText: 'then' }).click()
    await page.getByRole('button', { name: 'Go back to it' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Go back to it' }).click()
  }

  test('in the middle of keeping the present: nothing of it stays, and the guest runs on', async () => {
    const before = sizeOf(disk())
    await goBack()
    await host.catchAt(...whileWritten(disk(), before, 'before-going-back'))
    await host.expectFailed(`Take ${BACK} back to then`)
    expect(snapshots()).toEqual(['then'])
    expect(snapshotsIn(disk())).not.toContain('before-going-back')
    expect(host.daemon.virsh('domstate', BACK)).toBe('running')
  })

  test('after that: it is seen through, and the present is kept', async () => {
    await goBack()
    // QEMU is started anew for it.
    const state = () => host.daemon.virsh('domstate', BACK, '--reason')
    await expect.poll(state, { intervals: [5], timeout: 60_000 }).toMatch(/starting up|from snapshot/)
    await host.kill()
    await host.expectDone(`Take ${BACK} back to then`)
    expect(snapshots()).toEqual(['before-going-back', 'then'])
    expect(host.daemon.virsh('snapshot-current', BACK, '--name')).toBe('then')
    await expect.poll(() => host.daemon.virsh('domstate', BACK)).toBe('running')
  })
})

test.describe('while a snapshot is deleted', () => {
  const MADE = 'deletes'
  const disk = (name = 'deleted.qcow2') => join(host.pool, name)
  const snapshots = (of = MADE) => host.names('snapshot-list', of, '--name')

  async function remove(name: string, of = MADE): Promise<void> {
    const { page } = host.running
    await rowOf(page, of).click()
    await page.getByRole('tab', { name: 'Snapshots' }).click()
    await page.getByRole('row').filter({ hasText: name }).click()
    await page.getByRole('button', { name: 'Delete snapshot' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete snapshot' }).click()
  }

  test('inside the disk: it is seen through, and the other one stays', async () => {
    const { page } = host.running
    const [machine, image] = ['internal', disk('internal.qcow2')]
    host.startFilled(machine, 128, `<devices>${host.makeDisk(image)}</devices>`)
    for (const name of ['first', 'second']) host.daemon.virsh('snapshot-create-as', machine, name)
    const isAsked = () => page.getByRole('progressbar', { name: /^Progress of: Delete/ }).isVisible()
    await host.killUnanswered(machine, () => remove('second', machine), isAsked)
    await host.expectDone(`Delete the snapshot second of ${machine}`)
    expect(snapshots(machine)).toEqual(['first'])
    expect(snapshotsIn(image)).not.toContain('second')
    expect(snapshotsIn(image)).toContain('first')
    expect(host.daemon.virsh('domstate', machine)).toBe('running')
  })

  test('in files of its own: they are put together to the end, and hold what they held', async () => {
    host.define(MADE, { more: `<devices>${host.makeDisk(disk(), 'vda', '256M')}</devices>` })
    host.daemon.virsh('start', MADE)
    const by: Virsh = (...args) => host.daemon.virsh(...args)
    for (const [n, name] of ['one', 'two'].entries()) {
      host.daemon.virsh('snapshot-create-as', MADE, name, '--disk-only')
      writeAsGuest(MADE, [`${n * 64}M`, '160M'], n + 1, { by })
    }
    const before = hashOf(disk('deleted.two'))
    const base = sizeOf(disk())
    await remove('one')
    await host.catchAt(() => sizeOf(disk()) > base + 2 ** 20)
    await host.expectDone(`Delete the snapshot one of ${MADE}`)
    expect(snapshots()).toEqual(['two'])
    expect(chainOf(disk('deleted.two'))).toEqual([disk('deleted.two'), disk()])
    expect(existsSync(disk('deleted.one'))).toBe(false)
    expect(hashOf(disk('deleted.two'))).toBe(before)
  })

  test('the one that is written now: it is put together as well', async () => {
    const before = hashOf(disk('deleted.two'))
    const base = blocksOf(disk())
    await remove('two')
    await host.catchAt(() => blocksOf(disk()) > base + 2 ** 11)
    await host.expectDone(`Delete the snapshot two of ${MADE}`)
    expect(snapshots()).toEqual([])
    expect(chainOf(disk())).toEqual([disk()])
    expect(existsSync(disk('deleted.two'))).toBe(false)
    expect(hashOf(disk())).toBe(before)
    expect(host.daemon.virsh('domblklist', MADE)).toContain(disk())
  })
})
