// The disk fills up in the middle of a snapshot with memory: no snapshot is left, and the machine goes on.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { rescueIso } from '../host.ts'
import { rowOf, taskOf } from '../pages/wizard.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const NAME = `e2e-full-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=755', 'tmpfs', folder])
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', join(folder, 'disk.qcow2'), '64M'])
  defineMachine(
    NAME,
    `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${folder}/disk.qcow2'/>
       <target dev='vda' bus='virtio'/></disk>
     <disk type='file' device='cdrom'><source file='${rescueIso()}'/><target dev='sda' bus='sata'/><readonly/><boot order='1'/></disk>`,
  )
  virsh('start', NAME)
  running = await launchApp()
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  execFileSync('umount', [folder])
  rmSync(folder, { recursive: true })
})

const inFile = () =>
  execFileSync('qemu-img', ['snapshot', '-l', '-U', join(folder, 'disk.qcow2')], { encoding: 'utf8' })

test('no room for the memory: it is said, nothing stays of it, and with room it works', async () => {
  const { page } = running
  writeFileSync(join(folder, 'somebody-elses'), Buffer.alloc(62 << 20))
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'Take snapshot' }).click()
  await page.getByRole('button', { name: 'Activity' }).click()
  const task = taskOf(page, `Take the snapshot snapshot of ${NAME}`)
  await expect(task).toHaveAttribute('data-task-state', 'failed', { timeout: 90_000 })
  expect(virsh('snapshot-list', NAME, '--name')).toBe('')
  expect(virsh('domstate', NAME)).toBe('running')
  expect(inFile()).not.toContain('snapshot')
  rmSync(join(folder, 'somebody-elses'))
  await rowOf(page, NAME).click()
  await page.getByRole('tab', { name: 'Snapshots' }).click()
  await page.getByRole('button', { name: 'Take snapshot' }).click()
  await expect.poll(() => virsh('snapshot-list', NAME, '--name'), { timeout: 60_000 }).toBe('snapshot')
  expect(inFile()).toContain('snapshot')
  expect(running.troubles).toEqual([])
})
