// This computer, really looked at; the truth is read a second time here, by other means.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import { beforeAll, expect, test } from 'vitest'
import type { Finding, LibvirtView } from '../../preload/model/readiness.ts'
import { CHECKS, checkReadiness } from './readiness.ts'

const CONNECTED: LibvirtView = {
  connected: true,
  connecting: false,
  problem: null,
  libvirtVersion: 9_000_000,
  qemuVersion: 7_002_000,
  networks: [{ name: 'default', active: false }],
  pools: [],
}
let findings: readonly Finding[]

beforeAll(async () => {
  findings = (await checkReadiness(CONNECTED)).findings
}, 60_000)

function found(id: string): Finding | undefined {
  return findings.find(finding => finding.id === id)
}

test('every check answers once, in order, with a variant of its own', () => {
  expect(findings.map(finding => finding.id)).toEqual(CHECKS.map(check => check.id))
  for (const [index, finding] of findings.entries()) {
    expect(finding.status).toBe(CHECKS[index]?.variants[finding.variant])
  }
})

test('the findings are true of this computer', () => {
  const cpuinfo = readFileSync('/proc/cpuinfo', 'utf8')
  expect(found('platform')?.params['name']).toBe(
    execFileSync('sh', ['-c', '. /etc/os-release; echo "$PRETTY_NAME"'], { encoding: 'utf8' }).trim(),
  )
  if (process.arch === 'x64') {
    expect(['intel', 'amd', 'locked'].includes(found('cpu')?.variant ?? '')).toBe(
      /\b(vmx|svm)\b/.test(cpuinfo),
    )
  }
  expect(found('device')?.variant === 'missing').toBe(!existsSync('/dev/kvm'))
  expect(found('kvm')?.variant === 'absent').toBe(!existsSync('/dev/kvm'))
  expect(/container/i.test(found('nested')?.variant ?? '')).toBe(
    existsSync('/.dockerenv') || existsSync('/run/.containerenv') || existsSync('/run/systemd/container'),
  )
  const version = execFileSync('qemu-system-x86_64', ['--version'], { encoding: 'utf8' })
  expect(version).toContain(`version ${found('qemu')?.params['version']}`)
  expect(Number(found('memory')?.params['free'])).toBeLessThanOrEqual(
    Number(found('memory')?.params['total']),
  )
  expect(Math.abs(Number(found('memory')?.params['free']) - freemem() / 2 ** 30)).toBeLessThan(1)
})

test('what libvirt says is handed on', () => {
  expect(found('libvirt')).toMatchObject({ status: 'ok', params: { version: '9.0.0' } })
  expect(found('daemon')?.variant).toBe('running')
  expect(found('network')).toMatchObject({ status: 'info', variant: 'inactive' })
  expect(found('network')?.commands[0]).toMatch(/virsh -c qemu:\/\/\/system net-start default$/)
  expect(found('pool')?.variant).toBe('missing')
})

test('elsewhere than on Linux there is one finding, and it is no failure', async () => {
  const { findings } = await checkReadiness(CONNECTED, { given: { platform: 'darwin' } })
  expect(findings).toMatchObject([{ id: 'platform', status: 'info', variant: 'remoteOnly' }])
})

test('whoever no longer wants the answer gets none', async () => {
  const signal = AbortSignal.abort(new Error('gone'))
  const given = { kvm: async () => ({ kind: 'works' }) as const }
  await expect(checkReadiness(CONNECTED, { signal, given })).rejects.toThrow('gone')
})
