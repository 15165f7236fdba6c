import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import en from '../../preload/locales/en.json' with { type: 'json' }
import type { Finding, LibvirtView } from '../../preload/model/readiness.ts'
import { runGuest } from './kvm.ts'
import { checkReadiness } from './readiness.ts'

const CONNECTED: LibvirtView = {
  connected: true,
  problem: null,
  libvirtVersion: 9_000_000,
  qemuVersion: 7_002_000,
  networks: [{ name: 'default', active: false }],
  pools: [],
}

async function check(view: LibvirtView): Promise<Map<string, Finding>> {
  const { findings } = await checkReadiness(view)
  return new Map(findings.map(finding => [finding.id, finding]))
}

test('the guest of the KVM check runs: emulated, it says so', async () => {
  expect(await runGuest('tcg')).toBe(true)
}, 30_000)

test('findings tell the truth about this machine', async () => {
  const findings = await check(CONNECTED)
  const flags = /^flags.*$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[0] ?? ''
  expect(findings.get('cpu')?.status).toBe(/\b(vmx|svm)\b/.test(flags) ? 'ok' : 'warn')
  expect(findings.get('qemu')).toMatchObject({ status: 'ok', variant: 'installed' })
  expect(findings.get('device')?.variant === 'missing').toBe(!existsSync('/dev/kvm'))
  expect(findings.get('libvirt')).toMatchObject({ status: 'ok', params: { version: '9.0.0' } })
  expect(findings.get('network')).toMatchObject({ status: 'info', variant: 'inactive' })
  expect(findings.get('network')?.commands[0]).toMatch(/virsh -c qemu:\/\/\/system net-start default$/)
  expect(findings.get('pool')?.variant).toBe('missing')
}, 30_000)

test('a refused user is told the group to join, a missing daemon how to start it', async () => {
  const refused = await check({
    ...CONNECTED,
    connected: false,
    problem: 'host.denied',
    libvirtVersion: null,
  })
  expect(refused.get('rights')?.status).toBe('fail')
  expect(refused.get('daemon')?.status).toBe('ok')
  const stopped = await check({
    ...CONNECTED,
    connected: false,
    problem: 'host.noDaemon',
    libvirtVersion: null,
  })
  expect(stopped.get('daemon')).toMatchObject({ status: 'fail', variant: 'stopped' })
  expect(stopped.get('daemon')?.commands.join()).toMatch(/libvirtd/)
}, 30_000)

test('every finding has its words', async () => {
  const words = en.readiness as Readonly<Record<string, Readonly<Record<string, string>>>>
  for (const view of [CONNECTED, { ...CONNECTED, connected: false, problem: 'host.noDaemon' }]) {
    for (const finding of (await check(view)).values()) {
      expect(words[finding.id]?.['title'], finding.id).toBeTruthy()
      expect(words[finding.id]?.[finding.variant], `${finding.id}.${finding.variant}`).toBeTruthy()
    }
  }
}, 30_000)
