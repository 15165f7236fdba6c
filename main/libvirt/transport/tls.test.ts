// TLS to a real libvirtd of this test, with certificates of its own, on loopback.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connect, type Question } from '../index.ts'
import { makeAuthority, revoke, type Signed, sign } from './testing/certificates.ts'
import { giveToDaemon, makeFolder, type PrivateDaemon, startPrivateDaemon } from './testing/private-daemon.ts'

let folder: string
let good: PrivateDaemon
let expired: PrivateDaemon
const connections: Connection[] = []

beforeAll(async () => {
  folder = makeFolder()
  const ca = makeAuthority(folder, 'ca')
  const foreignCa = makeAuthority(folder, 'foreign-ca')
  const client = sign(folder, 'client', ca, ['tls_www_client'])
  const late = ['activation_date = "2020-01-01 00:00:00"', 'expiration_date = "2021-01-01 00:00:00"']
  const server = sign(folder, 'server', ca, ['tls_www_server', 'ip_address = "127.0.0.1"'])
  const old = sign(folder, 'old', ca, ['tls_www_server', 'ip_address = "127.0.0.1"', ...late])
  makeIdentity('mine', ca.cert, client)
  makeIdentity('other-ca', foreignCa.cert, client)
  makeIdentity('foreign', ca.cert, sign(folder, 'foreign', foreignCa, ['tls_www_client']))
  makeIdentity('stale', ca.cert, sign(folder, 'stale', ca, ['tls_www_client', ...late]))
  makeIdentity('nobody', ca.cert, null)
  makeIdentity('revoked', ca.cert, client)
  copyFileSync(revoke(folder, server, ca), join(folder, 'revoked/cacrl.pem'))
  good = await startPrivateDaemon(tlsSettings(server, ca.cert))
  expired = await startPrivateDaemon([...tlsSettings(old, ca.cert), 'tls_no_sanity_certificate = 1'])
})

afterAll(async () => {
  await Promise.all(connections.map(connection => connection.close()))
  await good?.stop()
  await expired?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function makeIdentity(name: string, ca: string, identity: Signed | null): void {
  mkdirSync(join(folder, name))
  copyFileSync(ca, join(folder, name, 'cacert.pem'))
  if (!identity) return
  copyFileSync(identity.cert, join(folder, name, 'clientcert.pem'))
  copyFileSync(identity.key, join(folder, name, 'clientkey.pem'))
}

function tlsSettings({ cert, key }: Signed, ca: string): string[] {
  for (const path of [cert, key, ca]) giveToDaemon(path)
  return [
    'listen_tls = 1',
    'auth_tls = "none"',
    `ca_file = "${ca}"`,
    `cert_file = "${cert}"`,
    `key_file = "${key}"`,
    'crl_file = ""',
  ]
}

function uriOf(daemon: PrivateDaemon, identity: string, host = '127.0.0.1', rest = ''): string {
  return `test://${host}:${daemon.tlsPort}/default?pkipath=${join(folder, identity)}${rest}`
}

describe('tls', () => {
  it('connects when both sides show what they should', async () => {
    const connection = await connect(uriOf(good, 'mine'))
    connections.push(connection)
    expect(await connection.getType()).toBe('TEST')
    expect((await connection.listAllDomains()).map(domain => domain.name)).toEqual(['test'])
    await expect(connection.openChannel({ path: good.socketPath })).rejects.toMatchObject({
      reason: 'unsupportedTransport',
    })
  })

  it.each([
    ['an authority that we do not trust', () => uriOf(good, 'other-ca'), 'tlsUntrusted'],
    ['a certificate that is too old', () => uriOf(expired, 'mine'), 'tlsExpired'],
    ['the certificate of another host', () => uriOf(good, 'mine', 'localhost'), 'tlsWrongName'],
    ['a certificate that was revoked', () => uriOf(good, 'revoked'), 'tlsRevoked'],
    ['ours being of an authority that the daemon does not trust', () => uriOf(good, 'foreign'), 'tlsRefused'],
    ['ours being too old', () => uriOf(good, 'stale'), 'tlsRefused'],
    ['no certificate of ours', () => uriOf(good, 'nobody'), 'tlsNoCertificate'],
    ['no files at all', () => uriOf(good, 'nowhere'), 'tlsFiles'],
    [
      'a setting for another library',
      () => uriOf(good, 'mine', '127.0.0.1', '&tls_priority=NORMAL'),
      'badUri',
    ],
  ])('is refused for %s', async (_, uri, reason) => {
    await expect(connect(uri())).rejects.toMatchObject({ name: 'ConnectError', reason })
  })

  it('asks for a name and password inside TLS where the daemon wants them', async () => {
    const database = join(folder, 'sasldb')
    const conf = join(folder, 'sasl')
    mkdirSync(conf)
    const settings = ['pwcheck_method: auxprop', 'auxprop_plugin: sasldb', 'mech_list: plain scram-sha-256']
    writeFileSync(join(conf, 'libvirt.conf'), [...settings, `sasldb_path: ${database}`, ''].join('\n'))
    const add = ['-p', '-c', '-f', database, '-a', 'libvirt', 'fred']
    execFileSync('/usr/sbin/saslpasswd2', add, { input: 'secret' })
    giveToDaemon(database)
    const server = { cert: join(folder, 'server.pem'), key: join(folder, 'server.key') }
    const lines = tlsSettings(server, join(folder, 'ca.pem')).filter(line => !line.startsWith('auth_tls'))
    const daemon = await startPrivateDaemon([...lines, 'auth_tls = "sasl"'], { SASL_CONF_PATH: conf })
    try {
      const uri = uriOf(daemon, 'mine').replace('//', '//fred@')
      const onQuestion = async ({ kind }: Question) => (kind === 'password' ? 'secret' : null)
      const connection = await connect(uri, { onQuestion, env: { HOME: folder } })
      expect(await connection.getType()).toBe('TEST')
      await connection.close()
    } finally {
      await daemon.stop()
    }
  })

  it('is refused for files that are no certificates', async () => {
    mkdirSync(join(folder, 'broken'))
    for (const name of ['cacert.pem', 'clientcert.pem', 'clientkey.pem'])
      writeFileSync(join(folder, 'broken', name), 'nothing\n')
    await expect(connect(uriOf(good, 'broken'))).rejects.toMatchObject({ reason: 'tlsFiles' })
  })

  it('trusts anyone only with consent', async () => {
    const uri = uriOf(good, 'other-ca', '127.0.0.1', '&no_verify=1')
    await expect(connect(uri)).rejects.toMatchObject({ reason: 'needsConsent', parameters: ['no_verify'] })
    const connection = await connect(uri, { consent: ['no_verify'] })
    connections.push(connection)
    expect(await connection.getType()).toBe('TEST')
  })

  it('tells a port that speaks no TLS, and one where nobody listens', async () => {
    const plain = `test://127.0.0.1:${good.tcpPort}/default?pkipath=${join(folder, 'mine')}`
    await expect(connect(plain)).rejects.toMatchObject({ reason: 'refused' })
  })

  it('is refused by a daemon that says so after the handshake', async () => {
    const stern = createServer(
      { ...readIdentity('server'), requestCert: true, rejectUnauthorized: false },
      socket => socket.write(Buffer.of(0)),
    )
    await new Promise<void>(resolve => stern.listen(0, '127.0.0.1', resolve))
    const { port } = stern.address() as { port: number }
    const uri = `test://127.0.0.1:${port}/default?pkipath=${join(folder, 'mine')}`
    await expect(connect(uri)).rejects.toMatchObject({ reason: 'tlsRefused' })
    await new Promise(resolve => stern.close(resolve))
  })

  it('does not stoop to a TLS that is no longer safe', async () => {
    const ciphers = 'ALL:@SECLEVEL=0'
    const old = createServer({
      ...readIdentity('server'),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers,
    })
    old.on('tlsClientError', () => undefined)
    await new Promise<void>(resolve => old.listen(0, '127.0.0.1', resolve))
    const { port } = old.address() as { port: number }
    const uri = `test://127.0.0.1:${port}/default?pkipath=${join(folder, 'mine')}`
    await expect(connect(uri)).rejects.toMatchObject({ reason: 'tlsFailed' })
    await new Promise(resolve => old.close(resolve))
  })

  it('gives up on a daemon that never says whether it accepts us', async () => {
    const silent = createServer({ ...readIdentity('server'), requestCert: true, rejectUnauthorized: false })
    silent.on('tlsClientError', () => undefined)
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as { port: number }
    const uri = `test://127.0.0.1:${port}/default?pkipath=${join(folder, 'mine')}`
    await expect(connect(uri, { connectTimeoutMs: 500 })).rejects.toMatchObject({ reason: 'timeout' })
    const stop = new AbortController()
    const waiting = connect(uri, { signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await new Promise(resolve => silent.close(resolve))
  })
})

function readIdentity(name: string): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(join(folder, `${name}.pem`)), key: readFileSync(join(folder, `${name}.key`)) }
}
