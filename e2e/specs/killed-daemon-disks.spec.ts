// The daemon is killed while QEMU puts a disk's files together or moves it: QEMU goes on, and so does the task once the daemon is
// back.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { blocksOf, chainOf, flushAsGuest, hashOf, writeAsGuest } from '../disk-content.ts'
import { KilledHost } from '../killed-host.ts'
import { HardwarePage } from '../pages/hardware.ts'
import { rowOf } from '../pages/wizard.ts'
import type { Virsh } from '../virsh.ts'

const NAME = 'merged'
test.describe.configure({ mode: 'serial', timeout: 240_000 })
let host: KilledHost
const image = (name: string) => join(host.pool, `${name}.qcow2`)
const virsh: Virsh = (...args) => host.daemon.virsh(...args)

test.beforeAll(async () => {
  host = await KilledHost.open()
})
test.afterAll(async () => {
  await host.close()
})

/** A running machine with a disk in three files, each full of what it alone has. */
function begin(): void {
  const disk = host.makeDisk(image('base'), 'vda', '768M').replace(image('base'), image('top'))
  execFileSync('runuser', ['-u', 'nobody', '--', 'qemu-io', '-c', 'write -P 1 0 512M', image('base')])
  for (const [name, base] of [
    ['middle', 'base'],
    ['top', 'middle'],
  ] as const) {
    const args = ['qemu-img', 'create', '-q', '-f', 'qcow2', '-b', image(base), '-F', 'qcow2', image(name)]
    execFileSync('runuser', ['-u', 'nobody', '--', ...args])
  }
  host.define(NAME, { more: `<devices>${disk}</devices>` })
  virsh('start', NAME)
  writeAsGuest(NAME, ['64M', '640M'], 3, { by: virsh })
}

async function merge(choice: string): Promise<void> {
  const { page } = host.running
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'Put the files of vda together…' }).click()
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await dialog.getByRole('radio', { name: choice }).check({ force: true })
  await dialog.getByRole('button', { name: 'Put together' }).click()
}

test('down: it is put together to the end, and what is above goes', async () => {
  begin()
  const before = hashOf(image('top'))
  const blocks = blocksOf(image('middle'))
  await merge(image('middle'))
  await host.catchAt(() => blocksOf(image('middle')) > blocks + 2 ** 13)
  await host.expectDone(`Put the files of vda of ${NAME} together`)
  expect(existsSync(image('top'))).toBe(false)
  expect(hashOf(image('middle'))).toBe(before)
  for (const which of [[], ['--inactive']])
    expect(virsh('dumpxml', NAME, ...which)).toContain(image('middle'))
  expect(virsh('domstate', NAME)).toBe('running')
})

test('up: the file stands by itself, and the one below is as it was', async () => {
  const before = hashOf(image('middle'))
  const blocks = blocksOf(image('middle'))
  await merge('The file that is written now')
  await host.catchAt(() => blocksOf(image('middle')) > blocks + 2 ** 11)
  await host.expectDone(`Put the files of vda of ${NAME} together`)
  flushAsGuest(NAME, virsh)
  expect(chainOf(image('middle'))).toEqual([image('middle')])
  expect(hashOf(image('middle'))).toBe(before)
})

test('while it moves: it is in its new place, and the old file is there still', async () => {
  const before = hashOf(image('middle'))
  const copy = join(host.pool, `${NAME}-vda.img`)
  const tab = new HardwarePage(host.running.page)
  await tab.open(NAME)
  await tab.choose('Disk vda')
  await tab.pressButton('Move…')
  await tab.select('Format', 'raw')
  await tab.dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await host.catchAt(() => existsSync(copy) && blocksOf(copy) > 2 ** 13)
  await host.expectDone(`Move vda of ${NAME}`)
  for (const which of [[], ['--inactive']]) expect(virsh('dumpxml', NAME, ...which)).toContain(copy)
  expect(hashOf(copy, 'raw')).toBe(before)
  expect(hashOf(image('middle'))).toBe(before)
  expect(virsh('domstate', NAME)).toBe('running')
})

test('while its disk is copied: the copy is made to the end', async () => {
  const before = hashOf(join(host.pool, `${NAME}-vda.img`), 'raw')
  const copy = join(host.pool, `${NAME}-vda-${new Date().toISOString().slice(0, 10)}.qcow2`)
  await host.chooseAction(NAME, 'Back up disks…')
  await host.running.page.getByRole('dialog').getByRole('button', { name: 'Back up' }).click()
  await host.catchAt(() => existsSync(copy) && blocksOf(copy) > 2 ** 13)
  await host.expectDone(`Back up the disks of ${NAME}`)
  expect(hashOf(copy)).toBe(before)
  expect(virsh('domstate', NAME)).toBe('running')
})
