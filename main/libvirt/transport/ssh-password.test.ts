// A login by password, checked by a real sshd against a real user of this system, who is there for this test alone;
// and that user's session daemon, which the host's helper starts.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Connection, connect, type Question } from '../index.ts'
import { makeFolder } from './testing/private-daemon.ts'
import {
  addGuest,
  type Guest,
  type SshServer,
  startSshServer,
  trust,
  writeSshConfig,
} from './testing/ssh-server.ts'

vi.setConfig({ testTimeout: 60_000 })

let folder: string
let guest: Guest
let server: SshServer
let sshConfigFile: string
const connections: Connection[] = []

beforeAll(async () => {
  folder = makeFolder()
  guest = addGuest(folder)
  server = await startSshServer(
    folder,
    'server',
    [],
    [`AllowUsers ${guest.name}`, 'PasswordAuthentication yes'],
    true,
  )
  sshConfigFile = writeSshConfig(folder)
  trust(folder, server)
})
afterEach(async () => {
  await Promise.all(connections.splice(0).map(connection => connection.close()))
})
afterAll(async () => {
  await server?.stop()
  guest?.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function logIn(
  password: () => string | null,
  path = 'session',
): Promise<{ asked: Question[]; connection: Connection }> {
  const asked: Question[] = []
  const onQuestion = async (question: Question) => {
    asked.push(question)
    return password()
  }
  const uri = `qemu+ssh://${guest.name}@127.0.0.1:${server.port}/${path}`
  const connection = await connect(uri, { sshConfigFile, onQuestion }).catch((error: unknown) => {
    throw Object.assign(error as Error, { asked })
  })
  connections.push(connection)
  return { asked, connection }
}

describe('ssh with a password', () => {
  it('asks for it, and again when it was wrong; the helper starts the user’s daemon', async () => {
    const answers = ['wrong', guest.password]
    const { asked, connection } = await logIn(() => answers.shift() ?? null)
    expect(await connection.getURI()).toBe('qemu:///session')
    expect(asked).toMatchObject([
      { kind: 'password', host: '127.0.0.1', attempt: 1, text: expect.stringContaining(guest.name) },
      { kind: 'password', attempt: 2 },
    ])
    expect(server.logins()).toBe(1)
  })

  it('is refused after three wrong ones', async () => {
    await expect(logIn(() => 'wrong')).rejects.toMatchObject({
      name: 'ConnectError',
      reason: 'authFailed',
      asked: [{ attempt: 1 }, { attempt: 2 }, { attempt: 3 }],
    })
  })

  it('is refused without anyone to ask', async () => {
    const uri = `qemu+ssh://${guest.name}@127.0.0.1:${server.port}/session`
    await expect(connect(uri, { sshConfigFile })).rejects.toMatchObject({ reason: 'authFailed' })
  })

  it('says when the user may not use the system’s daemon', async () => {
    const failure = await logIn(() => guest.password, 'system').catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: expect.stringMatching(/denied|authentication|polkit/i) })
  })

  it('keeps the password out of command lines, the environment and files', async () => {
    const { connection } = await logIn(() => guest.password)
    const seen = execFileSync('ps', ['axeww', '-o', 'args'], { encoding: 'utf8', maxBuffer: 1 << 26 })
    expect(seen).not.toContain(guest.password)
    expect(server.log()).not.toContain(guest.password)
    expect(connection.isAlive).toBe(true)
  })
})
