// Displays behind TLS: the certificate decides, before a byte of ours is sent.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type Server } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Authority, makeAuthority, sign } from '../libvirt/transport/testing/certificates.ts'
import { VvFiles } from './vv-files.ts'

let folder: string
let ours: Authority
let others: Authority
let server: Server
let port: number
let received = 0

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-vv-'))
  ours = makeAuthority(folder, 'ours')
  others = makeAuthority(folder, 'others')
  const node = sign(folder, 'node', ours, ['organization = "Lab"', 'tls_www_server'])
  server = createServer({ key: readFileSync(node.key), cert: readFileSync(node.cert) }, socket => {
    socket.on('data', data => {
      received += data.length
    })
    socket.on('error', () => undefined)
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise(done => server.close(done))
  rmSync(folder, { recursive: true })
})

async function openFile(...more: string[]): Promise<{ files: VvFiles; path: string }> {
  const path = join(folder, 'a.vv')
  const lines = ['[virt-viewer]', 'type=spice', 'host=127.0.0.1', `tls-port=${port}`, ...more]
  writeFileSync(path, lines.join('\n'))
  const files = new VvFiles()
  await files.read('a', path)
  return { files, path }
}

const caLine = ({ cert }: Authority) => `ca=${readFileSync(cert, 'utf8').replaceAll('\n', '\\n')}`
const failure = (code: string) => expect.objectContaining({ error: expect.objectContaining({ code }) })

test('the file’s own authority and the whole subject let it in', async () => {
  const { files } = await openFile(caLine(ours), 'host-subject=O=Lab,CN=node', 'password=p')
  await expect(files.connect('a')).rejects.toEqual(failure('vv.notAllowed'))
  await files.allow('a')
  const { socket, password, kind } = await files.connect('a')
  expect([password, kind]).toEqual(['p', 'spice'])
  socket.destroy()
})

test.each([
  ['another authority', () => [caLine(others), 'host-subject=O=Lab,CN=node']],
  ['nobody that the system trusts', () => []],
  ['another subject', () => [caLine(ours), 'host-subject=O=Lab,CN=other']],
  ['another name', () => [caLine(ours)]],
])('%s does not', async (_, lines) => {
  const { files } = await openFile(...lines())
  await files.allow('a')
  await expect(files.connect('a')).rejects.toEqual(failure('vv.untrusted'))
  expect(received).toBe(0)
})

test('it is deleted once it was allowed, and only if it asks for that', async () => {
  const asking = await openFile('delete-this-file=1')
  expect(existsSync(asking.path)).toBe(true)
  await asking.files.allow('a')
  expect(existsSync(asking.path)).toBe(false)
  const other = await openFile()
  await other.files.allow('a')
  expect(existsSync(other.path)).toBe(true)
})

test('a folder, a missing file and a large one are none', async () => {
  const files = new VvFiles()
  await expect(files.read('b', folder)).rejects.toEqual(failure('vv.notOne'))
  await expect(files.read('b', join(folder, 'none.vv'))).rejects.toEqual(failure('vv.unreadable'))
  writeFileSync(join(folder, 'large.vv'), '#'.repeat(100_000))
  await expect(files.read('b', join(folder, 'large.vv'))).rejects.toEqual(failure('vv.notOne'))
})
