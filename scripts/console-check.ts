// npm run console-check: shows any SPICE or VNC server in the app's own renderer, and saves the picture once it is quiet. For servers that Vitrina does not manage, and for people who want to see what the client makes of theirs.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { PNG } from 'pngjs'
import { launchApp } from '../e2e/app.ts'
import { compare, consolePicture, isSame } from '../e2e/pages/console.ts'
import { createI18n } from '../preload/locales/i18n.ts'
import type { AppError } from '../preload/model/error.ts'
import type { CheckPage } from '../renderer/console/console-check-words.ts'
import type { VideoCounts } from '../renderer/console/display.ts'
import { type DisplayAddress, readAddress } from './console-check/address.ts'
import { carryPipes } from './console-check/carry.ts'

const USAGE = `npm run console-check -- ADDRESS --out PICTURE.png [--password P] [--patience SECONDS]

  ADDRESS             spice://HOST:PORT, vnc://HOST:PORT, spice+unix:///PATH or vnc+unix:///PATH
  --out PICTURE.png   where the picture goes
  --password P        the display's password, if it asks for one
  --patience SECONDS  how long it may go on drawing (60). A picture that is never quiet is saved as it is then.

Status: 0 the picture is saved; 1 used wrongly; 2 no picture, and why: refused, not reachable, another protocol, nothing drawn.`

/** The picture is quiet when it has been the same for that long, but for a text cursor that blinks. */
const QUIET_MS = 2_000
const LOOK_MS = 250

class NoPicture extends Error {}

interface Seen {
  readonly picture: PNG
  readonly quiet: boolean
}

interface Wanted {
  readonly address: DisplayAddress
  readonly out: string
  readonly password: string
  readonly patienceMs: number
}

function readWanted(): Wanted | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      password: { type: 'string', default: '' },
      patience: { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  })
  const address = readAddress(positionals[0] ?? '')
  const patienceMs = Number(values.patience) * 1_000
  if (values.help || !address || positionals.length > 1 || !values.out || !(patienceMs > 0)) return null
  return { address, out: values.out, password: values.password, patienceMs }
}

async function takePicture({
  address,
  password,
  patienceMs,
}: Wanted): Promise<Seen & { videos: readonly VideoCounts[] }> {
  const { page, close } = await launchApp({ language: 'en' })
  const closePipes = await carryPipes(page, address, password)
  try {
    await page.evaluate(kind => location.assign(`console-check.html#${kind}`), address.kind)
    await page.waitForURL('**/console-check.html#*')
    const seen = await waitUntilQuiet(page, patienceMs)
    const videos = await page.evaluate(
      () => (window as unknown as { consoleCheck: CheckPage }).consoleCheck.videos,
    )
    return { ...seen, videos }
  } finally {
    closePipes()
    await close()
  }
}

/** Throws NoPicture where the session ends, or time, before there is one. */
async function waitUntilQuiet(page: Page, patienceMs: number): Promise<Seen> {
  const deadline = performance.now() + patienceMs
  /** The picture that has been there since. */
  let still: PNG | null = null
  let since = performance.now()
  for (;;) {
    const ended = await page.evaluate(
      () => (window as unknown as { consoleCheck?: CheckPage }).consoleCheck?.ended ?? null,
    )
    if (ended) throw new NoPicture(describeEnd(ended.error))
    const picture = await consolePicture(page)
    const now = performance.now()
    if (!picture || !still || !isSame(compare(picture, still))) {
      still = picture
      since = now
    }
    if (picture && now - since >= QUIET_MS) return { picture, quiet: true }
    if (now > deadline) {
      if (picture) return { picture, quiet: false }
      throw new NoPicture(`Nothing was drawn within ${patienceMs / 1_000} s.`)
    }
    await page.waitForTimeout(LOOK_MS)
  }
}

function describeEnd(error: AppError | null): string {
  if (!error) return 'The server ended the connection.'
  const text = createI18n('en').t(`error.${error.code}`, { ...error.params })
  return error.detail ? `${text} (${error.detail})` : text
}

/** @returns the status to end with */
async function run(): Promise<number> {
  const wanted = readWanted()
  if (!wanted) {
    console.error(USAGE)
    return process.argv.includes('--help') ? 0 : 1
  }
  try {
    const { picture, quiet, videos } = await takePicture(wanted)
    writeFileSync(wanted.out, PNG.sync.write(picture))
    const { width, height } = picture
    console.log(JSON.stringify({ picture: wanted.out, width, height, quiet, videos }))
    return 0
  } catch (error) {
    if (!(error instanceof NoPicture)) throw error
    console.error(error.message)
    return 2
  }
}

process.exitCode = await run()
