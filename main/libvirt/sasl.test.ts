// SASL: the vectors of the RFCs, and a real libvirtd of this test with a database of passwords of its own.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findCredentials } from './auth-file.ts'
import { type Connection, type ConnectOptions, connect, type Question } from './index.ts'
import { chooseMechanism } from './sasl.ts'
import { prepare, Scram } from './sasl-scram.ts'
import { type FakeDaemon, startFakeDaemon } from './testing/index.ts'
import {
  giveToDaemon,
  makeFolder,
  type PrivateDaemon,
  startPrivateDaemon,
} from './transport/testing/private-daemon.ts'

describe('SCRAM', () => {
  it('is what RFC 5802 says', async () => {
    const scram = new Scram('sha1', 'user', 'pencil', 'fyko+d2lbbFgONRv9qkxdawL')
    expect(scram.first()).toBe('n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL')
    const nonce = 'fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j'
    expect(await scram.respond(`r=${nonce},s=QSXCR+Q6sek8bf92,i=4096`)).toBe(
      `c=biws,r=${nonce},p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=`,
    )
    expect(() => scram.verify('v=rmF9pqV8S7suAoZWja4dJRkFsKQ=')).not.toThrow()
  })

  it('is what RFC 7677 says', async () => {
    const scram = new Scram('sha256', 'user', 'pencil', 'rOprNGfwEbeRWgbNEkqO')
    const nonce = 'rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
    expect(await scram.respond(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)).toBe(
      `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    )
    expect(() => scram.verify('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).not.toThrow()
    expect(() => scram.verify('v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toThrow(/not who it claims/)
    expect(() => scram.verify('e=invalid-proof')).toThrow('invalid-proof')
    expect(() => scram.verify('')).toThrow(/not who it claims/)
  })

  it.each([
    ['a nonce that is not ours', 'r=other123,s=QSXCR+Q6sek8bf92,i=4096'],
    ['a nonce that it added nothing to', 'r=mine,s=QSXCR+Q6sek8bf92,i=4096'],
    ['no salt', 'r=mine1,s=,i=4096'],
    ['too little work', 'r=mine1,s=QSXCR+Q6sek8bf92,i=1'],
    ['work without end', 'r=mine1,s=QSXCR+Q6sek8bf92,i=2000000000'],
    ['nothing', ''],
  ])('refuses a challenge with %s', async (_, challenge) => {
    await expect(new Scram('sha256', 'user', 'pencil', 'mine').respond(challenge)).rejects.toMatchObject({
      reason: 'authFailed',
    })
  })

  it('prepares names and passwords (RFC 4013)', () => {
    expect(prepare('I\u00ADX')).toBe('IX')
    expect(prepare('\u00AA')).toBe('a')
    expect(prepare('\u2168')).toBe('IX')
    expect(prepare('a\u00A0b')).toBe('a b')
    expect(() => prepare('\u0007')).toThrow()
    expect(new Scram('sha256', 'a,b=c', 'x', 'n').first()).toBe('n,,n=a=2Cb=3Dc,r=n')
  })
})

describe('the choice of a mechanism', () => {
  it('takes the best', () => {
    expect(chooseMechanism('PLAIN SCRAM-SHA-1 GSSAPI SCRAM-SHA-256')).toBe('SCRAM-SHA-256')
    expect(chooseMechanism('PLAIN,SCRAM-SHA-1')).toBe('SCRAM-SHA-1')
    expect(chooseMechanism('GSSAPI,PLAIN')).toBe('PLAIN')
  })
  it('refuses what it does not know', () => {
    const reason = expect.objectContaining({ reason: 'unsupportedAuth' })
    expect(() => chooseMechanism('GSSAPI DIGEST-MD5')).toThrow(reason)
    expect(() => chooseMechanism('')).toThrow(reason)
  })
})

it('finds credentials in auth.conf', () => {
  const text = `# mine
[credentials-test]
authname=fred
password=123=456

[credentials-other]
username = jane

[auth-libvirt-one.example.com]
credentials=test
[auth-libvirt-default]
credentials=other`
  expect(findCredentials(text, 'one.example.com')).toEqual({ user: 'fred', password: '123=456' })
  expect(findCredentials(text, 'two.example.com')).toEqual({ user: 'jane', password: null })
  expect(findCredentials('', 'x')).toEqual({ user: null, password: null })
})

describe.each(['scram-sha-256', 'scram-sha-1', 'plain'])('a daemon that wants %s', mechanism => {
  const PASSWORD = 'pássword, with = and more'
  let folder: string
  let daemon: PrivateDaemon
  const connections: Connection[] = []

  beforeAll(async () => {
    folder = makeFolder()
    mkdirSync(join(folder, 'sasl'))
    const database = join(folder, 'sasldb')
    const settings = ['pwcheck_method: auxprop', 'auxprop_plugin: sasldb', `mech_list: ${mechanism}`]
    writeFileSync(join(folder, 'sasl/libvirt.conf'), [...settings, `sasldb_path: ${database}`, ''].join('\n'))
    execFileSync('/usr/sbin/saslpasswd2', ['-p', '-c', '-f', database, '-a', 'libvirt', 'fred'], {
      input: PASSWORD,
    })
    giveToDaemon(database)
    daemon = await startPrivateDaemon(['auth_unix_rw = "sasl"'], { SASL_CONF_PATH: join(folder, 'sasl') })
  })
  afterEach(async () => {
    await Promise.all(connections.splice(0).map(connection => connection.close()))
  })
  afterAll(async () => {
    await daemon?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function reach(options: ConnectOptions, rest = ''): Promise<Connection> {
    const uri = `test+unix:///default?socket=${encodeURIComponent(daemon.socketPath)}${rest}`
    const connection = await connect(uri, { env: { HOME: folder }, ...options })
    connections.push(connection)
    return connection
  }

  it('asks for a name and a password', async () => {
    const asked: Question[] = []
    const onQuestion = async (question: Question) => {
      asked.push(question)
      return question.kind === 'user' ? 'fred' : PASSWORD
    }
    expect(await (await reach({ onQuestion })).getType()).toBe('TEST')
    expect(asked.map(({ kind }) => kind)).toEqual(['user', 'password'])
  })

  it('refuses a wrong password', async () => {
    const onQuestion = async ({ kind }: Question) => (kind === 'user' ? 'fred' : 'wrong')
    await expect(reach({ onQuestion })).rejects.toMatchObject({ name: 'ConnectError', reason: 'authFailed' })
  })

  it('takes both from a file that the URI or the user names', async () => {
    const file = join(folder, 'auth.conf')
    const lines = [
      '[credentials-x]',
      'authname=fred',
      `password=${PASSWORD}`,
      '[auth-libvirt-localhost]',
      'credentials=x',
    ]
    writeFileSync(file, lines.join('\n'))
    expect(await (await reach({}, `&authfile=${encodeURIComponent(file)}`)).getType()).toBe('TEST')
    expect(await (await reach({ env: { HOME: folder, LIBVIRT_AUTH_FILE: file } })).getType()).toBe('TEST')
    await expect(reach({}, '&authfile=/nowhere')).rejects.toMatchObject({
      reason: 'authFailed',
      path: '/nowhere',
    })
  })

  it('gives up when there is nobody to ask, or the person does', async () => {
    await expect(reach({})).rejects.toMatchObject({ reason: 'authFailed' })
    await expect(reach({ onQuestion: async () => null })).rejects.toMatchObject({ reason: 'cancelled' })
  })
})

describe('a daemon that only pretends', () => {
  let daemon: FakeDaemon
  beforeAll(async () => {
    daemon = await startFakeDaemon()
    daemon.answer('AUTH_LIST', () => ({ types: [1] }))
    daemon.answer('AUTH_SASL_INIT', () => ({ mechlist: 'SCRAM-SHA-256' }))
  })
  afterAll(() => daemon.close())
  const onQuestion = async () => 'x'

  it('is refused when it lets us in without a proof of its own', async () => {
    daemon.answer('AUTH_SASL_START', () => ({ complete: 1, nil: 1, data: [] }))
    await expect(connect(daemon.uri, { onQuestion })).rejects.toMatchObject({ reason: 'authFailed' })
    daemon.answer('AUTH_SASL_START', ({ data }) => {
      const nonce = /r=(.*)$/.exec(Buffer.from(data).toString())?.[1]
      return { complete: 0, nil: 0, data: [...Buffer.from(`r=${nonce}more,s=QSXCR+Q6sek8bf92,i=4096`)] }
    })
    daemon.answer('AUTH_SASL_STEP', () => ({ complete: 1, nil: 1, data: [] }))
    await expect(connect(daemon.uri, { onQuestion })).rejects.toThrow(/not who it claims/)
  })
})
