// qemu:///session as a user who is not root: the daemon is not there, is started, and is the user's own. Run in a
// process of its own, on the bundle that plain Node would import. As root, that user is `nobody`.
import { type ExecFileOptions, execFile, execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from './index.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const user = isRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}

let folder: string
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  // Short: a socket's path has at most 107 bytes.
  folder = mkdtempSync(join(tmpdir(), 'nls-'))
  chmodSync(folder, 0o755)
  for (const name of ['home', 'run']) {
    mkdirSync(join(folder, name), { mode: 0o700 })
    if (user.uid !== undefined) chownSync(join(folder, name), user.uid, user.gid)
  }
  env = { PATH: process.env['PATH'], HOME: join(folder, 'home'), XDG_RUNTIME_DIR: join(folder, 'run') }
  await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    outfile: join(folder, 'node-libvirt.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  })
})

afterAll(async () => {
  for (const name of ['libvirtd', 'virtqemud']) await stopDaemon(join(folder, 'run/libvirt', `${name}.pid`))
  rmSync(folder, { recursive: true, force: true })
})

describe('qemu:///session', () => {
  it('starts the user’s daemon, works, and lets the process end by itself', async () => {
    const result = await script(`
      const connection = await connect('qemu:///session')
      const xml = "<domain type='qemu'><name>mine</name><memory>32768</memory><os><type>hvm</type></os></domain>"
      const domain = await connection.domainDefineXML(xml)
      const names = (await connection.listAllDomains()).map(d => d.name)
      await domain.undefine()
      print({ names, uri: await connection.getURI() })
      await connection.close()
    `)
    expect(result).toEqual({ names: ['mine'], uri: 'qemu:///session' })
  }, 30_000)

  it('takes the socket that was named', async () => {
    const result = await script(`
      const socketPath = process.env.XDG_RUNTIME_DIR + '/libvirt/libvirt-sock'
      const connection = await connect('qemu:///session', { socketPath })
      print(await connection.getURI())
      await connection.close()
    `)
    expect(result).toBe('qemu:///session')
  }, 30_000)

  it('is refused with a reason where no daemon is, and none may be started', async () => {
    const result = await script(`
      const env = { ...process.env, XDG_RUNTIME_DIR: process.env.HOME, LIBVIRT_AUTOSTART: '0' }
      print(await connect('qemu:///session', { env }).catch(({ name, reason, path }) => ({ name, reason, path })))
    `)
    const path = join(folder, 'home/libvirt/libvirt-sock')
    expect(result).toEqual({ name: 'ConnectError', reason: 'noAutostart', path })
  }, 30_000)

  it('says why when the daemon ends at once', async () => {
    const result = await script(`
      const env = { ...process.env, XDG_RUNTIME_DIR: process.env.HOME, LIBVIRTD_PATH: '/bin/false' }
      print(await connect('qemu:///session', { env }).catch(({ reason, message }) => ({ reason, message })))
    `)
    expect(result).toEqual({ reason: 'noDaemon', message: '/bin/false ended with status 1' })
  }, 30_000)

  it('is never started for root', async () => {
    vi.spyOn(process, 'getuid').mockReturnValue(0)
    const failure = connect('qemu:///session', { env: { XDG_RUNTIME_DIR: join(folder, 'nowhere') } })
    await expect(failure).rejects.toMatchObject({ name: 'ConnectError', reason: 'noAutostart' })
  })
})

/** Runs it as the user, with `connect` and `print` at hand. @returns what it printed */
async function script(body: string): Promise<unknown> {
  const source = `
    import { connect } from '${join(folder, 'node-libvirt.mjs')}'
    const print = value => process.stdout.write(JSON.stringify(value))
    ${body}`
  const options: ExecFileOptions = { env, cwd: folder, timeout: 25_000, ...user }
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', source], options)
  return JSON.parse(String(stdout))
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody']).toString())
}

/** It would stay two minutes more; nothing of a test shall. */
async function stopDaemon(pidFile: string): Promise<void> {
  let pid: number
  try {
    pid = Number(readFileSync(pidFile, 'utf8'))
  } catch {
    return
  }
  process.kill(pid)
  for (let n = 0; n < 200 && isRunning(pid); n++) await new Promise(resolve => setTimeout(resolve, 25))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
