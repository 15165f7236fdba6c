// The guided demo: drives the compiled app through its wizard, looks at real guests over SPICE and over VNC, types,
// compares with the host's own picture, deletes machine and disk. One JSON line a step; status 0 only if all
// pictures are the guest's.
//   npm run demo -- --out DIR [--iso FILE] [--keep]
import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import type { PNG } from 'pngjs'
import { launchApp } from '../e2e/app.ts'
import { installer, keepHostAsItWas, rescueIso } from '../e2e/host.ts'
import { compareWithHost, consolePicture, isSame } from '../e2e/pages/console.ts'
import { createMachine, deleteMachine, openMachine, type WizardChoices } from '../e2e/pages/wizard.ts'
import { removeMachine } from '../e2e/virsh.ts'

const { values } = parseArgs({
  options: { out: { type: 'string' }, iso: { type: 'string' }, keep: { type: 'boolean', default: false } },
})
if (!values.out || (values.iso && !existsSync(values.iso))) {
  console.error('usage: npm run demo -- --out DIR [--iso FILE] [--keep]')
  process.exit(2)
}
const out = resolve(values.out)
mkdirSync(out, { recursive: true })

const iso = resolve(values.iso ?? rescueIso())
const suffix = process.pid

interface Showing {
  readonly choices: WizardChoices
  /** The guest has that long to draw something that stands still. */
  readonly patienceMs: number
  readonly key: string
}

const showings: Showing[] = [
  {
    choices: { name: `demo-spice-${suffix}`, iso, memoryMiB: 256, diskGiB: 1, graphics: 'SPICE' },
    patienceMs: 60_000,
    key: 'ArrowDown',
  },
  {
    choices: { name: `demo-vnc-${suffix}`, iso, memoryMiB: 256, diskGiB: 1, graphics: 'VNC' },
    patienceMs: 60_000,
    key: 'ArrowDown',
  },
]
if (!values.iso) {
  const kernel = { ...installer(), args: 'vga=788' }
  const choices = {
    name: `demo-installer-${suffix}`,
    kernel,
    memoryMiB: 1024,
    diskGiB: 4,
    graphics: 'SPICE',
  } as const
  showings.push({ choices, patienceMs: 240_000, key: 'ArrowDown' })
}

let pictures = 0
let allSame = true

async function step<T>(page: Page, name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  const picture = join(out, `${String(++pictures).padStart(2, '0')}-${name}.png`)
  await page.screenshot({ path: picture })
  const about = typeof result === 'object' && result !== null ? result : {}
  console.log(JSON.stringify({ step: name, ms: Math.round(performance.now() - started), picture, ...about }))
  return result
}

/** Emulated, the installer may think for ten seconds between two pictures. */
const STILL = 10

/** The installer draws for a while: the picture counts once it has stood still for some seconds. */
async function waitForStillness(page: Page, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs
  let last = ''
  for (let still = 0; still < STILL && performance.now() < deadline; ) {
    await page.waitForTimeout(1_500)
    const picture = await consolePicture(page)
    const now = picture && picture.width >= 640 ? Buffer.from(picture.data).toString('base64') : ''
    still = now !== '' && now === last && hasInk(now) ? still + 1 : 0
    last = now
  }
}

function hasInk(base64: string): boolean {
  return new Set(base64.slice(0, 40_000)).size > 8
}

async function show(page: Page, { choices, patienceMs, key }: Showing): Promise<void> {
  const { name } = choices
  const label = name.replace(`-${suffix}`, '')
  await step(page, `${label}-created`, () => createMachine(page, choices))
  await step(page, `${label}-console`, () => openMachine(page, name))
  if (choices.kernel) await waitForStillness(page, patienceMs)
  const first = await step(page, `${label}-picture`, () => compareWithHost(page, name, patienceMs))
  const before = await consolePicture(page)
  const reacted = await step(page, `${label}-typed`, () => typeUntilSeen(page, key, before))
  const second = await step(page, `${label}-picture-after`, () => compareWithHost(page, name, 30_000))
  const same = isSame(first) && isSame(second)
  allSame = allSame && same && reacted.seen
  console.log(JSON.stringify({ step: `${label}-result`, same, reacted: reacted.seen }))
  if (!values.keep) await step(page, `${label}-deleted`, () => deleteMachine(page, name))
}

/** Presses the key until the guest's picture shows it; a slow guest may miss the first. */
async function typeUntilSeen(
  page: Page,
  key: string,
  before: PNG | null,
): Promise<{ seen: boolean; presses: number }> {
  await page.locator('[data-console] canvas').click({ position: { x: 4, y: 4 } })
  for (let presses = 1; presses <= 20; presses++) {
    await page.keyboard.press(key)
    await page.waitForTimeout(2_000)
    const after = await consolePicture(page)
    if (before && after && !before.data.equals(after.data)) return { seen: true, presses }
  }
  return { seen: false, presses: 20 }
}

const restoreHost = keepHostAsItWas()
const { page, close } = await launchApp({ language: 'en' })
try {
  await step(page, 'window', () => page.getByRole('heading', { name: 'This computer' }).waitFor())
  for (const showing of showings) await show(page, showing)
} catch (error) {
  allSame = false
  await page.screenshot({ path: join(out, 'failed.png') }).catch(() => undefined)
  console.error(error)
} finally {
  await close()
  if (!values.keep) {
    for (const { choices } of showings) removeMachine(choices.name)
    restoreHost()
  }
}
console.error(`Pictures are in ${out}`)
process.exitCode = allSame ? 0 : 1
