// npm run bench -- start: how long and how much until the machines are listed, for Vitrina and for virt-manager, with
// 1 and 100 machines of libvirt's test driver, in turns in one run. Both are watched alike: a virtual display's
// frame buffer is read until it stands still; the time of the last change is when the list was there.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cpuSeconds, MARK, processesOf, pssMiB } from './bench-processes.ts'

const ROUNDS = 3
const COUNTS = [1, 100]
/** Nothing has changed for so long: it is done. */
const STILL_MS = 3_000
const LIMIT_MS = 60_000
const ROOT = resolve(import.meta.dirname, '..')

interface Measured {
  readonly wallS: number
  readonly cpuS: number
  readonly pssMiB: number
}

if (process.argv[2] !== 'start') {
  console.error('usage: npm run bench -- start')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'vitrina-bench-'))
try {
  for (const count of COUNTS) {
    const driver = join(folder, `machines-${count}.xml`)
    writeFileSync(driver, testDriver(count))
    const ours: Measured[] = []
    const theirs: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await measure(startVitrina(driver, round)))
      theirs.push(
        await measure({ command: 'virt-manager', args: ['--no-fork', '-c', `test://${driver}`], env: {} }),
      )
    }
    report(count, median(ours), median(theirs))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

interface Start {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

function startVitrina(driver: string, round: number): Start {
  const config = join(folder, `config-${round}-${Date.now()}`)
  mkdirSync(join(config, 'Vitrina'), { recursive: true })
  writeFileSync(join(config, 'Vitrina/settings.json'), JSON.stringify({ hosts: [`test+unix://${driver}`] }))
  const override = existsSync(join(ROOT, 'node_modules/electron/dist'))
    ? {}
    : { ELECTRON_OVERRIDE_DIST_PATH: join(ROOT, 'out/standin') }
  return {
    command: join(ROOT, 'node_modules/.bin/electron'),
    args: [ROOT],
    env: { XDG_CONFIG_HOME: config, ...override },
  }
}

async function measure(start: Start): Promise<Measured> {
  const mark = `${process.pid}-${Date.now()}`
  const display = await openDisplay(mark)
  const env = { ...process.env, ...start.env, DISPLAY: display.name, [MARK]: mark, GDK_BACKEND: 'x11' }
  const begun = performance.now()
  const child = spawn(start.command, [...start.args], { env, stdio: 'ignore' })
  try {
    const wallMs = await lastChange(display.frameBuffer, begun)
    return { wallS: wallMs / 1000, cpuS: cpuSeconds(mark), pssMiB: pssMiB(mark) }
  } finally {
    child.kill()
    await sleep(2_000)
    for (const pid of processesOf(mark)) kill(pid)
    display.close()
  }
}

async function openDisplay(mark: string): Promise<{ name: string; frameBuffer: string; close: () => void }> {
  const fb = join(folder, `fb-${mark}`)
  mkdirSync(fb)
  const xvfb = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-fbdir', fb],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  )
  const number = await new Promise<string>(done =>
    xvfb.stdio[3]?.once('data', data => done(String(data).trim())),
  )
  return { name: `:${number}`, frameBuffer: join(fb, 'Xvfb_screen0'), close: () => xvfb.kill() }
}

/** Milliseconds from the start to the last change of the picture before it stands still. */
async function lastChange(frameBuffer: string, begun: number): Promise<number> {
  const empty = hash(frameBuffer)
  let last = empty
  let changed = begun
  while (performance.now() - begun < LIMIT_MS) {
    await sleep(40)
    const now = hash(frameBuffer)
    if (now !== last) {
      last = now
      changed = performance.now()
    }
    if (last !== empty && performance.now() - changed > STILL_MS) break
  }
  return changed - begun
}

function hash(file: string): string {
  return createHash('md5').update(readFileSync(file)).digest('hex')
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}

function median(runs: readonly Measured[]): Measured {
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  return {
    wallS: middle(runs.map(run => run.wallS)),
    cpuS: middle(runs.map(run => run.cpuS)),
    pssMiB: middle(runs.map(run => run.pssMiB)),
  }
}

function report(count: number, ours: Measured, theirs: Measured): void {
  const row = (what: keyof Measured, digits: number) =>
    `${what} ${ours[what].toFixed(digits)} / ${theirs[what].toFixed(digits)} = ${(ours[what] / theirs[what]).toFixed(2)}`
  console.log(
    `${count} machines, Vitrina / virt-manager: ${row('wallS', 2)}   ${row('cpuS', 2)}   ${row('pssMiB', 0)}`,
  )
}

/** A file of libvirt's test driver with so many machines, all off. */
function testDriver(count: number): string {
  const machine = (n: number) => `<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>
    <test:runstate>5</test:runstate>
    <name>machine-${String(n).padStart(4, '0')}</name><memory>1048576</memory><vcpu>2</vcpu>
    <os><type arch='i686'>hvm</type></os></domain>`
  return `<node>${Array.from({ length: count }, (_, n) => machine(n)).join('')}</node>`
}

function sleep(ms: number): Promise<void> {
  return new Promise(done => setTimeout(done, ms))
}
