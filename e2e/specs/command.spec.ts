// `vitrina console HOST VM`: in a new app, and handed to the one that runs; what cannot be opened is told on the
// terminal, with a status of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchApp, type RunningApp } from '../app.ts'
import { startGrub } from '../grub.ts'
import { removeMachine } from '../virsh.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAME = `command ${process.pid}`
let folder: string
let running: RunningApp

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-command-'))
  startGrub(NAME, ['vnc'])
  running = await launchApp({ configFolder: folder })
})
test.afterAll(async () => {
  await running?.close()
  removeMachine(NAME)
  rmSync(folder, { recursive: true })
})

interface Outcome {
  readonly status: number | null
  readonly said: string
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
  child.stderr?.on('data', text => {
    said += text
  })
  return new Promise(done => child.on('close', status => done({ status, said })))
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
