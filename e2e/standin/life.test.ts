// How a run begins and ends: single instance, order of quitting, and Chromium's profile, which no end leaves behind.
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { buildStandin } from './build.ts'
import { makePlace, type Place, type Started, startFixture, until } from './launch.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const dist = makePlace()
const standin = `${dist.folder}/dist`
const places: Place[] = []
const children: Started[] = []

beforeAll(() => buildStandin(standin))
afterEach(async () => {
  for (const { child, ended } of children.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  for (const place of places.splice(0)) {
    await until(() => place.profiles().length === 0)
    place.remove()
  }
})
afterAll(() => dist.remove())

function place(more: Record<string, string> = {}): Place {
  const made = makePlace(more)
  places.push(made)
  return made
}

async function start(at: Place): Promise<Started> {
  const started = startFixture(standin, at)
  children.push(started)
  await started.opened
  return started
}

/** The processes of Chromium that have this folder in their command line. */
function chromiums({ folder }: Place): number[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return []
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      return words.includes(`--user-data-dir=${folder}`) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

test('SIGTERM quits in order; nothing is left, in the folder or running', async () => {
  const at = place()
  const { child, ended, said } = await start(at)
  expect(at.profiles()).toHaveLength(1)
  expect(chromiums(at).length).toBeGreaterThan(1)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said()).toContain('order: before-quit will-quit quit')
  expect(at.profiles()).toEqual([])
  await until(() => chromiums(at).length === 0)
})

test('SIGINT, and a kill that nobody can catch', async () => {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const at = place()
    const { child, ended } = await start(at)
    child.kill(signal)
    await ended
    await until(() => at.profiles().length === 0 && chromiums(at).length === 0)
  }
})

test('Chromium dies: the app ends with an error, and the profile goes', async () => {
  const at = place()
  const { ended, said } = await start(at)
  const main = chromiums(at).find(pid => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type='))
  expect(main).toBeDefined()
  if (main !== undefined) process.kill(main, 'SIGKILL')
  expect(await ended).toBe(1)
  expect(said()).toContain('Chromium ended by itself')
  await until(() => at.profiles().length === 0)
})

test('an app that cannot start says so, and leaves nothing', async () => {
  const at = place({ VITRINA_CHROMIUM: '/no/such/chromium' })
  const started = startFixture(standin, at)
  expect(await started.ended).toBe(1)
  expect(started.said()).toContain('no Chromium found (looked for /no/such/chromium)')
  expect(at.profiles()).toEqual([])
})

test('the second instance hands over what it was started with, and ends', async () => {
  const at = place({ FIXTURE_NAME: 'first' })
  const { child, ended } = await start(at)
  const second = startFixture(standin, { ...at, env: { ...at.env, FIXTURE_NAME: 'second' } }, [
    'vitrina://open',
  ])
  expect(await second.ended).toBe(7)
  const lock = join(at.folder, 'Fixture/instance.lock')
  expect(readlinkSync(lock)).toBe(String(child.pid))
  await until(() => existsSync(join(at.folder, 'second.json')))
  const [told] = JSON.parse(readFileSync(join(at.folder, 'second.json'), 'utf8')) as [{ argv: string[] }]
  expect(told).toMatchObject({ data: { from: 'second' }, cwd: process.cwd() })
  expect(told.argv.at(-1)).toBe('vitrina://open')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(() => readlinkSync(lock)).toThrow()
})

test('the lock of a process that was killed is taken over', async () => {
  const at = place()
  const first = await start(at)
  first.child.kill('SIGKILL')
  await first.ended
  const next = await start(at)
  expect(readlinkSync(join(at.folder, 'Fixture/instance.lock'))).toBe(String(next.child.pid))
})

test('nothing listens on a port', async () => {
  const at = place()
  const { child } = await start(at)
  const owners = new Set([child.pid ?? 0, ...chromiums(at)])
  const inodes = new Set([...owners].flatMap(socketsOf))
  const listening = ['tcp', 'tcp6'].flatMap(table =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .filter(fields => fields[3] === '0A' && inodes.has(fields[9] ?? '')),
  )
  expect(inodes.size).toBeGreaterThan(0)
  expect(listening).toEqual([])
})

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`)
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []
    })
  } catch {
    return []
  }
}
