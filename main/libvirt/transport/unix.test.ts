import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Connection, connect } from '../index.ts'
import { type FakeDaemon, startFakeDaemon } from '../testing/index.ts'

let home: string
const daemons: FakeDaemon[] = []
const connections: Connection[] = []

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nlu-'))
  await mkdir(join(home, 'run/libvirt'), { recursive: true })
  await mkdir(join(home, '.cache/libvirt'), { recursive: true })
})
afterEach(async () => {
  await Promise.all(connections.splice(0).map(connection => connection.close()))
  await Promise.all(daemons.splice(0).map(daemon => daemon.close()))
  await rm(home, { recursive: true, force: true })
})

/** A daemon at this path that answers with its name. */
async function listen(path: string): Promise<void> {
  const daemon = await startFakeDaemon(join(home, path))
  daemon.answer('CONNECT_GET_HOSTNAME', () => ({ hostname: path }))
  daemons.push(daemon)
}

/** Which daemon a session finds. */
async function found(env: NodeJS.ProcessEnv, uri = 'qemu:///session'): Promise<string> {
  const connection = await connect(uri, { env })
  connections.push(connection)
  return connection.getHostname()
}

it('takes the modular daemon of a session before the monolithic one', async () => {
  await listen('run/libvirt/libvirt-sock')
  const env = { XDG_RUNTIME_DIR: join(home, 'run'), HOME: home }
  expect(await found(env)).toBe('run/libvirt/libvirt-sock')
  await listen('run/libvirt/virtqemud-sock')
  expect(await found(env)).toBe('run/libvirt/virtqemud-sock')
})

it('takes the one that the mode says', async () => {
  await listen('run/libvirt/libvirt-sock')
  const env = { XDG_RUNTIME_DIR: join(home, 'run'), HOME: home, LIBVIRT_AUTOSTART: '0' }
  const direct = found(env, 'qemu:///session?mode=direct')
  await expect(direct).rejects.toMatchObject({ reason: 'noAutostart' })
  await listen('run/libvirt/virtqemud-sock')
  expect(await found(env, 'qemu:///session?mode=direct')).toBe('run/libvirt/virtqemud-sock')
  expect(await found(env, 'qemu:///session?mode=legacy')).toBe('run/libvirt/libvirt-sock')
  await expect(found(env, 'qemu:///session?mode=sideways')).rejects.toMatchObject({ reason: 'badUri' })
})

it('opens other sockets of this computer', async () => {
  await listen('daemon')
  await listen('other')
  const connection = await connect('qemu:///system', { socketPath: join(home, 'daemon') })
  connections.push(connection)
  const channel = await connection.openChannel({ path: join(home, 'other') })
  expect(channel.destroyed).toBe(false)
  channel.destroy()
  await expect(connection.openChannel({ path: join(home, 'none') })).rejects.toMatchObject({
    path: join(home, 'none'),
  })
})

it('looks in the cache folder where there is no runtime folder', async () => {
  await listen('.cache/libvirt/libvirt-sock')
  expect(await found({ HOME: home })).toBe('.cache/libvirt/libvirt-sock')
})

it('passes over the socket of a daemon that died', async () => {
  await listen('run/libvirt/libvirt-sock')
  await writeFile(join(home, 'run/libvirt/virtqemud-sock'), '')
  expect(await found({ XDG_RUNTIME_DIR: join(home, 'run') })).toBe('run/libvirt/libvirt-sock')
})

it('takes the socket that options name before the one in the URI', async () => {
  await listen('one')
  await listen('two')
  const uri = `qemu+unix:///system?socket=${join(home, 'one')}`
  const named = await connect(uri)
  const overridden = await connect(uri, { socketPath: join(home, 'two') })
  connections.push(named, overridden)
  expect([await named.getHostname(), await overridden.getHostname()]).toEqual(['one', 'two'])
})

it('tells a socket that nobody listens on, and says which', async () => {
  const path = join(home, 'stale')
  await writeFile(path, '')
  await expect(connect('qemu:///system', { socketPath: path })).rejects.toMatchObject({
    name: 'ConnectError',
    reason: 'noDaemon',
    path,
  })
})
