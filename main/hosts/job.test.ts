// How far libvirt's job is, and a Cancel of it, on a real guest whose memory takes seconds to save: its memory is a file on the
// host, which the test fills.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, connect, type Domain } from 'node-libvirt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TaskContext } from '../tasks/tasks.ts'
import { withCancel } from './job.ts'
import { virsh } from './run-virsh.ts'

const NAME = `vitrina-job-test-${process.pid}`
const RAM = '/var/lib/libvirt/qemu/ram'
const folder = mkdtempSync(join(tmpdir(), 'vitrina-job-'))
let connection: Connection
let domain: Domain

beforeAll(async () => {
  const file = join(folder, 'machine.xml')
  writeFileSync(
    file,
    `<domain type='qemu'><name>${NAME}</name><memory unit='MiB'>1088</memory><vcpu>1</vcpu>
     <memoryBacking><source type='file'/><access mode='shared'/></memoryBacking>
     <os><type machine='q35'>hvm</type></os></domain>`,
  )
  virsh('define', file)
  virsh('start', NAME)
  const own = readdirSync(RAM).find(name => name.includes('-vitrina-job-test'))
  const to = join(RAM, own ?? '', 'pc.ram')
  // Above what the firmware uses, and nothing that packs well.
  execFileSync('dd', [
    'if=/dev/urandom',
    `of=${to}`,
    'bs=1M',
    'count=1024',
    'seek=32',
    'conv=notrunc',
    'status=none',
  ])
  connection = await connect('qemu:///system')
  domain = await connection.domainLookupByName(NAME)
})
afterAll(async () => {
  if (virsh('domstate', NAME) !== 'shut off') virsh('destroy', NAME)
  virsh('undefine', NAME, '--managed-save')
  await connection.close()
  rmSync(folder, { recursive: true })
})

function taskWith(onProgress: (value: number | null) => void): [TaskContext, AbortController] {
  const controller = new AbortController()
  const nothing = () => undefined
  return [
    { signal: controller.signal, progress: onProgress, step: nothing, undo: nothing, result: nothing },
    controller,
  ]
}

const save = () => domain.managedSave(0, { timeoutMs: 0 })

test('a Cancel stops it, and the guest goes on', async () => {
  const [task, controller] = taskWith(() => controller.abort())
  await expect(withCancel(domain, task, save)).rejects.toThrow()
  expect(virsh('domstate', NAME)).toBe('running')
  expect(await domain.hasManagedSaveImage()).toBe(false)
})

test('how far it is, from somewhere between to nearly all', async () => {
  const seen: number[] = []
  const [task] = taskWith(value => value !== null && seen.push(value))
  await withCancel(domain, task, save)
  const between = seen.filter(value => value > 0 && value < 1)
  expect(between.length).toBeGreaterThan(0)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(virsh('domstate', NAME)).toBe('shut off')
})
