// Real QEMU: the guest itself, emulated, and what this computer's KVM makes of it.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { guestRom, STAGES } from './guest.ts'
import { kvmRunsGuests, probeKvm, runGuest } from './kvm.ts'

// A folder of temporary files for this test alone: other tests run the same guest meanwhile.
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-test-'))
  vi.stubEnv('TMPDIR', folder)
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmdirSync(folder) // fails unless it is empty
})

test('emulated, the guest passes every stage: a silence under KVM is KVM’s', async () => {
  expect(await runGuest('tcg', 'max')).toMatchObject({ said: STAGES.join(''), endedByUs: true })
}, 30_000)

test('QEMU’s own reason is kept where it does not start', async () => {
  // A CPU model that only KVM has: QEMU refuses it at once.
  const run = await runGuest('tcg', 'host')
  expect(run).toMatchObject({ said: '', endedByUs: false })
  expect(run?.reason).toMatch(/host/)
}, 30_000)

test('the verdict is that of the guest under KVM, and nothing stays behind', async () => {
  const verdict = await probeKvm()
  expect(await kvmRunsGuests()).toBe(verdict.kind === 'works' || verdict.kind === 'untested')
  expect(verdict.kind === 'untested').toBe(!existsSync('/dev/kvm'))
  // Each of these verdicts can be told from the outside, by running the same guest once more.
  const own = verdict.kind === 'untested' ? null : await runGuest('kvm', 'host')
  expect(own?.said === STAGES.join('')).toBe(verdict.kind === 'works')
  expect(readdirSync(folder)).toEqual([])
  const commands = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(id => (existsSync(`/proc/${id}/cmdline`) ? readText(`/proc/${id}/cmdline`) : ''))
  expect(commands.filter(command => command.includes(folder))).toEqual([])
}, 60_000)

test('the ROM is one that QEMU takes and a processor starts', () => {
  const rom = guestRom()
  expect(rom.length).toBe(65536)
  expect(rom[rom.length - 16]).toBe(0xea) // a far jump at the reset vector
})

/** '' for a process that ended meanwhile. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
