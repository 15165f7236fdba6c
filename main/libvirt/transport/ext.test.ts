import { chmodSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../index.ts'
import { type FakeDaemon, startFakeDaemon } from '../testing/index.ts'
import { makeFolder } from './testing/private-daemon.ts'

let folder: string
let daemon: FakeDaemon
beforeAll(async () => {
  folder = makeFolder()
  daemon = await startFakeDaemon()
  daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: 'by a program' }))
})
afterAll(async () => {
  await daemon.close()
  rmSync(folder, { recursive: true, force: true })
})

function program(name: string, line: string): string {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${line}\n`)
  chmodSync(path, 0o755)
  return `qemu+ext:///system?command=${path}`
}

it('reaches a daemon by a program, with consent', async () => {
  const uri = program('good', `exec nc -U ${daemon.socketPath}`)
  await expect(connect(uri)).rejects.toMatchObject({ reason: 'needsConsent', parameters: ['ext', 'command'] })
  const connection = await connect(uri, { consent: ['ext', 'command'] })
  expect(await connection.getHostname()).toBe('by a program')
  await connection.close()
  expect((await connection.closed).kind).toBe('client')
})

it('says what the program said when it failed', async () => {
  const consent = ['ext', 'command'] as const
  const failing = connect(program('bad', 'echo no way >&2; exit 3'), { consent })
  await expect(failing).rejects.toMatchObject({ reason: 'lost', message: 'no way' })
  const absent = connect('qemu+ext:///system?command=/nowhere/program', { consent })
  await expect(absent).rejects.toMatchObject({ reason: 'lost', path: '/nowhere/program' })
  await expect(connect('qemu+ext:///system', { consent })).rejects.toMatchObject({ reason: 'badUri' })
})
