// `vitrina console HOST VM` and `vitrina FILE.vv`: in a new app, and handed to the one that runs; what cannot be opened is told on the
// terminal, with a status of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub } from '../grub.ts'
import { expectAccessible } from '../pages/accessibility.ts'
import { compareWithHost, isSame } from '../pages/console.ts'
import { defineMachine, removeMachine, virsh } from '../virsh.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAME = `command ${process.pid}`
/** Not only as long as it runs, like the other one. */
const DEFINED = `command-defined-${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-command-'))
  startGrub(NAME, ['vnc'])
  defineMachine(DEFINED)
  virsh('start', DEFINED)
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  for (const name of [NAME, DEFINED]) removeMachine(name)
  rmSync(folder, { recursive: true })
})

interface Outcome {
  readonly status: number | null
  readonly said: string
  readonly printed: string
}

/** As a user's shell starts it, with the settings of the app that runs, or others. */
function vitrina(words: readonly string[], config = folder): Promise<Outcome> {
  const real = join(ROOT, 'node_modules/electron/dist/electron')
  const program = existsSync(real) ? real : join(ROOT, 'out/standin/electron')
  const child: ChildProcess = spawn(program, ['.', ...words], {
    cwd: ROOT,
    env: { ...process.env, XDG_CONFIG_HOME: config, LANGUAGE: 'en', LC_ALL: '', STANDIN_MODE: 'headless' },
  })
  let said = ''
  let printed = ''
  child.stdout?.on('data', text => {
    printed += text
  })
  child.stderr?.on('data', text => {
    said += text
  })
  return new Promise(done => child.on('close', status => done({ status, said, printed })))
}

test('the running app opens the console in a window of its own', async () => {
  const [opened, outcome] = await Promise.all([
    running.app.waitForEvent('window'),
    vitrina(['console', 'system', NAME]),
  ])
  expect(outcome, outcome.said).toMatchObject({ status: 0 })
  await opened.locator('[data-console="vnc"][data-state="connected"]').waitFor({ timeout: 60_000 })
  await opened.close()
})

test('an unknown host, an unknown machine and a wrong use are told apart', async () => {
  const host = await vitrina(['console', 'nowhere', NAME])
  expect(host).toMatchObject({ status: 2 })
  expect(host.said).toContain('There is no host “nowhere” in Vitrina. Known: qemu:///system')
  const vm = await vitrina(['console', 'qemu:///system', 'none of that name'])
  expect(vm).toMatchObject({ status: 3 })
  expect(vm.said).toContain('There is no machine “none of that name” on qemu:///system.')
  const use = await vitrina(['console'])
  expect(use).toMatchObject({ status: 1 })
  expect(use.said).toContain('vitrina console HOST VM')
})

test('a machine’s definition is printed, changed by any tool, and given back; what waits is said', async () => {
  const printed = await vitrina(['xml', 'system', DEFINED])
  expect(printed).toMatchObject({ status: 0 })
  expect(printed.printed.trim()).toBe(virsh('dumpxml', DEFINED, '--inactive'))
  const file = join(folder, 'machine.xml')
  writeFileSync(file, printed.printed.replace(/(<name>[^<]*<\/name>)/, '$1<title>From a shell</title>'))
  const given = await vitrina(['xml', 'system', DEFINED, file])
  expect(given, given.said).toMatchObject({ status: 0 })
  expect(given.printed).toContain('machine.title:  → From a shell\n  At once')
  expect(virsh('desc', DEFINED, '--title')).toBe('From a shell')
  const wrong = await vitrina(['xml', 'system', DEFINED, join(folder, 'nothing')])
  expect(wrong).toMatchObject({ status: 4 })
  expect(wrong.said).toContain('cannot be read, or is empty')
})

test('one field of the form from a shell: as the app that runs does it, or refused with what there is', async () => {
  const fields = await vitrina(['fields', 'system', DEFINED])
  expect(fields.printed).toContain('machine.title=From a shell\n')
  const set = await vitrina(['set', 'system', DEFINED, 'machine.onReboot', 'destroy'])
  expect(set, set.said).toMatchObject({ status: 0 })
  expect(set.printed).toContain('After restart. Vitrina sets it at the next start.')
  expect(virsh('dumpxml', DEFINED, '--inactive')).toContain('<on_reboot>destroy</on_reboot>')
  const none = await vitrina(['set', 'system', DEFINED, 'machine.title'])
  expect(none, none.said).toMatchObject({ status: 0 })
  expect((await vitrina(['fields', 'system', DEFINED])).printed).toContain('machine.title=\n')
  const same = await vitrina(['set', 'system', DEFINED, 'machine.onReboot', 'destroy'])
  expect(same.printed).toContain('No difference in the definition.')
  const field = await vitrina(['set', 'system', DEFINED, 'machine.colour', 'red'])
  expect(field).toMatchObject({ status: 4 })
  expect(field.said).toMatch(/no “machine.colour” to set. Known: title description cpus/)
  const device = await vitrina(['set', 'system', DEFINED, 'disk:vdz.cache', 'none'])
  expect(device).toMatchObject({ status: 4 })
  const value = await vitrina(['set', 'system', DEFINED, 'machine.onReboot', 'explode'])
  expect(value).toMatchObject({ status: 4 })
  expect(value.said).toContain('on_reboot')
})

test('without an app that runs, it is done all the same, and no window stays', async () => {
  const alone = mkdtempSync(join(tmpdir(), 'vitrina-command-alone-'))
  try {
    const outcome = await vitrina(['fields', 'system', DEFINED], alone)
    expect(outcome, outcome.said).toMatchObject({ status: 0 })
    expect(outcome.printed).toContain('machine.onReboot=')
  } finally {
    rmSync(alone, { recursive: true })
  }
})

function writeVv(...lines: string[]): string {
  const path = join(folder, `display-${++files}.vv`)
  writeFileSync(path, ['[virt-viewer]', ...lines, ''].join('\n'))
  return path
}
let files = 0

test('a connection file asks first, and connects nowhere before', async () => {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const path = writeVv(
    'type=spice',
    'host=127.0.0.1',
    `port=${port}`,
    'delete-this-file=1',
    'proxy=http://a:1',
  )
  const [opened, outcome] = await Promise.all([running.app.waitForEvent('window'), vitrina([path])])
  expect(outcome, outcome.said).toMatchObject({ status: 0 })
  await expect(opened.getByText(`spice://127.0.0.1:${port}`)).toBeVisible()
  await expect(opened.getByText('does not use it')).toBeVisible()
  await expectAccessible(opened)
  // The page alone cannot connect either.
  const code = await opened.evaluate(async () => {
    const bridge = (
      window as unknown as { app: { pipe(...words: unknown[]): Promise<{ error: { code: string } }> } }
    ).app
    const file = new URLSearchParams(location.search).get('file')
    return (await bridge.pipe('console.open', { kind: 'file', file }, crypto.randomUUID())).error.code
  })
  expect(code).toBe('vv.notAllowed')
  expect(connections).toBe(0)
  expect(existsSync(path)).toBe(true)
  await Promise.all([opened.waitForEvent('close'), opened.getByRole('button', { name: 'Cancel' }).click()])
  expect(connections).toBe(0)
  expect(existsSync(path)).toBe(true)
  await new Promise(done => server.close(done))
})

test('a connection file shows the display that it leads to, and is deleted if it asks for that', async () => {
  const port = 5900 + Number(virsh('vncdisplay', NAME).split(':').at(-1))
  const path = writeVv('type=vnc', 'host=127.0.0.1', `port=${port}`, 'delete-this-file=1')
  const [opened] = await Promise.all([running.app.waitForEvent('window'), vitrina([path])])
  await opened.getByRole('button', { name: 'Connect' }).click()
  await opened.locator('[data-console="vnc"][data-state="connected"]').waitFor({ timeout: 60_000 })
  const comparison = await compareWithHost(opened, NAME, 60_000)
  expect(isSame(comparison), JSON.stringify(comparison)).toBe(true)
  expect(existsSync(path)).toBe(false)
  await opened.close()
})

test('a file that is none is told on the terminal', async () => {
  const outcome = await vitrina([writeVv('type=rdp', 'host=a', 'port=1')])
  expect(outcome).toMatchObject({ status: 4 })
  expect(outcome.said).toContain('no usable “type”')
})

test('without a running app, too, and nothing stays open', async () => {
  const config = mkdtempSync(join(tmpdir(), 'vitrina-command-'))
  try {
    const outcome = await vitrina(['console', 'system', 'none of that name'], config)
    expect(outcome).toMatchObject({ status: 3 })
    expect(outcome.said).toContain('There is no machine “none of that name” on system.')
  } finally {
    rmSync(config, { recursive: true })
  }
})

test('a new app opens the console alone', async () => {
  const config = mkdtempSync(join(tmpdir(), 'vitrina-command-'))
  const alone = await launchApp({ configFolder: config, words: ['console', 'system', NAME] })
  try {
    await alone.page.locator('[data-console="vnc"][data-state="connected"]').waitFor({ timeout: 60_000 })
    expect(alone.app.windows()).toHaveLength(1)
    expect(alone.troubles).toEqual([])
  } finally {
    await alone.close()
    rmSync(config, { recursive: true })
  }
})
