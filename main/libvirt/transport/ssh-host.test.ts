// One login a host: what it carries, how it ends, and that nothing of it is left.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ClosedError, openSshHost } from '../index.ts'
import { closeAll, type SshWorld, startSshWorld } from './testing/ssh-world.ts'

vi.setConfig({ testTimeout: 60_000 })

let world: SshWorld
let folder: SshWorld['folder']
let sshConfigFile: SshWorld['sshConfigFile']
let daemon: SshWorld['daemon']
let server: SshWorld['server']
let closed: SshWorld['closed']
let open: SshWorld['open']
let uriOf: SshWorld['uriOf']
let reach: SshWorld['reach']
let processesOf: SshWorld['processesOf']

beforeAll(async () => {
  world = await startSshWorld()
  ;({ folder, sshConfigFile, daemon, server, closed, open, uriOf, reach, processesOf } = world)
})
afterEach(() => closeAll(world.open))
afterAll(async () => {
  expect(await world?.stop()).toEqual([])
})

describe('one login', () => {
  it('carries libvirt twice, a port and a socket of the host', async () => {
    const echo = createServer(socket => socket.pipe(socket))
    const port = await listen(echo)
    const path = join(folder, 'echo')
    const local = createServer(socket => socket.pipe(socket))
    await listen(local, path)
    const before = server.logins()
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    open.push(host)
    const connections = [
      await reach(uriOf(server), { sshHost: host }),
      await reach(uriOf(server), { sshHost: host }),
    ]
    for (const connection of connections) expect(await connection.getType()).toBe('TEST')
    await connections[0]?.close()
    expect(await connections[1]?.getType()).toBe('TEST')
    const many = await Promise.all(
      [...Array(12)].map((_, n) => host.openChannel(n % 2 ? { path } : { host: '127.0.0.1', port })),
    )
    expect(await Promise.all(many.map((channel, n) => say(channel, `hello ${n}`)))).toEqual(
      many.map((_, n) => `hello ${n}`),
    )
    const channel = await connections[1]?.openChannel({ path })
    expect(channel && (await say(channel, 'again'))).toBe('again')
    expect(server.logins()).toBe(before + 1)
    await host.close()
    await expect(connections[1]?.getType()).rejects.toBeInstanceOf(ClosedError)
    expect(many.every(one => one.destroyed)).toBe(true)
    echo.close()
    local.close()
  })

  it('tells a port of the host that refuses, and one that is forbidden', async () => {
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    const strict = await openSshHost(uriOf(closed), { sshConfigFile })
    open.push(host, strict)
    expect(await fate(await host.openTcp('127.0.0.1', 1))).toMatchObject({ reason: 'refused' })
    expect(await fate(await host.openUnix('/nowhere'))).toMatchObject({ name: 'ConnectError' })
    expect(await fate(await strict.openTcp('127.0.0.1', 1))).toMatchObject({ reason: 'forwardingDenied' })
  })

  it('takes no address that ssh could take for something else', async () => {
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    open.push(host)
    for (const name of ['/etc/passwd', 'a b', '', 'x]:1', '[::1', 'a;b', '*'])
      await expect(host.openTcp(name, 1)).rejects.toThrow(/not an address/)
    for (const port of [0, -1, 1.5, 65_536, Number.NaN])
      await expect(host.openTcp('localhost', port)).rejects.toThrow(/not an address/)
    for (const path of ['', 'relative', '-oX', '/a\nb'])
      await expect(host.openUnix(path)).rejects.toThrow(/not a path/)
  })

  it('ends, with all it carries, when ssh is killed in the middle of a call', async () => {
    const host = await openSshHost(uriOf(server), { sshConfigFile })
    open.push(host)
    const connection = await reach(uriOf(server), { sshHost: host })
    const channel = await host.openUnix(daemon.socketPath)
    const fated = fate(channel)
    // A stopped daemon does not answer: the call is in flight for certain.
    const master = masterOf()
    process.kill(daemon.pid, 'SIGSTOP')
    const waiting = connection.getCapabilities().catch((error: unknown) => error)
    process.kill(master, 'SIGKILL')
    expect(await waiting).toBeInstanceOf(ClosedError)
    process.kill(daemon.pid, 'SIGCONT')
    expect(await host.closed).toMatchObject({ reason: 'lost' })
    expect((await connection.closed).kind).toBe('error')
    await fated
    await expect(host.openUnix(daemon.socketPath)).rejects.toMatchObject({ name: 'ConnectError' })
    expect(processesOf(folder)).toBe('')
  })

  it('goes when its connection goes', async () => {
    const connection = await reach(uriOf(server))
    expect(processesOf('-M')).not.toBe('')
    await connection.close()
    expect(processesOf(folder)).toBe('')
    expect(readdirSync(folder).filter(name => name.startsWith('nls-'))).toEqual([])
  })

  it.each([
    ['is killed', 'process.kill(process.pid, "SIGKILL")', 1],
    ['ends without closing anything', 'process.exit(0)', 0],
  ])('goes when our process %s', async (_, end, foldersLeft) => {
    const bundle = join(folder, 'node-libvirt.mjs')
    const entryPoints = [join(import.meta.dirname, '../index.ts')]
    await build({
      entryPoints,
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    })
    const script = `
      import { connect } from '${bundle}'
      const connection = await connect('${uriOf(server)}', { sshConfigFile: '${sshConfigFile}' })
      process.stdout.write(await connection.getType())
      ${end}`
    const own = mkdtempSync(join(folder, 'own-'))
    const env = { ...process.env, TMPDIR: own }
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env,
    })
    expect(stdout).toBe('TEST')
    await until(() => processesOf(folder) === '')
    // Who is killed cannot clear up; an empty control connection is of no use to anyone.
    expect(readdirSync(own).length).toBe(foldersLeft)
  })

  it('is one for each channel where ssh cannot share', async () => {
    const echo = createServer(socket => socket.pipe(socket))
    const port = await listen(echo)
    const before = server.logins()
    const connection = await reach(uriOf(server), { sshShared: false })
    expect(await connection.getType()).toBe('TEST')
    expect(await say(await connection.openChannel({ host: '127.0.0.1', port }), 'hello')).toBe('hello')
    expect((await connection.openChannel({ path: daemon.socketPath })).destroyed).toBe(false)
    expect(server.logins()).toBe(before + 3)
    expect(await fate(await connection.openChannel({ host: '127.0.0.1', port: 1 }))).toMatchObject({
      reason: 'refused',
    })
    await connection.close()
    await until(() => processesOf(folder) === '')
    echo.close()
  })
})

function masterOf(): number {
  const line = processesOf(' -M ')
  expect(line).not.toBe('')
  return Number(line.trim().split(' ')[0])
}

async function say(channel: Duplex, text: string): Promise<string> {
  channel.write(text)
  let heard = ''
  for await (const chunk of channel.iterator({ destroyOnReturn: false })) {
    heard += chunk
    if (heard.length >= text.length) break
  }
  return heard
}

/** The error that a channel ends with. */
function fate(channel: Duplex): Promise<unknown> {
  return new Promise(resolve => {
    channel.on('error', resolve)
    channel.on('close', () => resolve(null))
    channel.resume()
  })
}

function listen(on: Server, path?: string): Promise<number> {
  return new Promise(resolve => {
    const listening = () => {
      const address = on.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }
    if (path) on.listen(path, listening)
    else on.listen(0, '127.0.0.1', listening)
  })
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 800; n++) {
    if (condition()) return
    await sleep(25)
  }
  throw new Error(`never came true: ${condition}`)
}
