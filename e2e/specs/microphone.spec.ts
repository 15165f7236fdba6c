// The microphone: a guest that listens hears it only while that is allowed. From a double, for no program in our guests
// listens; the microphone is the browser's own for tests, which beeps.
import { expect, type Page, test } from '@playwright/test'
import type { CheckPage } from '../../renderer/console/console-check-words.ts'
import { Writer } from '../../renderer/console/spice/wire.ts'
import { carryPipes } from '../../scripts/console-check/carry.ts'
import { launchApp } from '../app.ts'
import { createSurface } from '../spice/draw.ts'
import { startMock } from '../spice/mock-server.ts'

const RECORD = 6
const START = 101
const FROM_CLIENT = { data: 101, mode: 102, startMark: 103 } as const
const RAW = 1

function allow(page: Page, allowed: boolean): Promise<void> {
  return page.evaluate(
    now => (window as unknown as { consoleCheck: CheckPage }).consoleCheck.display?.allowMicrophone?.(now),
    allowed,
  )
}

test('a guest hears the microphone while it is allowed, and nothing before and after', async () => {
  const modes: number[] = []
  const loudest: number[] = []
  const server = await startMock([createSurface(0, 64, 64, 32, true)], {
    channels: {
      [RECORD]: line => {
        line.onMessage((type, body) => {
          if (type === FROM_CLIENT.mode) modes.push(body.readUInt16LE(4))
          if (type !== FROM_CLIENT.data) return
          const samples = Array.from({ length: (body.length - 4) / 2 }, (_, n) => body.readInt16LE(4 + 2 * n))
          loudest.push(Math.max(...samples.map(Math.abs)))
        })
        line.send({ type: START, body: new Writer(10).u32(2).u16(1).u32(48_000).done() })
      },
    },
  })
  const switches = ['--use-fake-device-for-media-stream']
  const { page, troubles, close } = await launchApp({ switches })
  const closePipes = await carryPipes(page, { kind: 'spice', host: '127.0.0.1', port: server.port }, '')
  try {
    await page.evaluate(() => location.assign('console-check.html'))
    await page.waitForURL('**/console-check.html')
    await expect.poll(() => modes).toEqual([RAW])
    expect(loudest).toEqual([])
    await allow(page, true)
    // A hundredth of a second each; the beep comes once a second.
    await expect.poll(() => Math.max(...loudest, 0), { timeout: 30_000 }).toBeGreaterThan(1_000)
    await allow(page, false)
    await expect
      .poll(async () => {
        const before = loudest.length
        await page.waitForTimeout(300)
        return loudest.length - before
      })
      .toBe(0)
    const camera = await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'given',
        (error: Error) => error.name,
      ),
    )
    expect(camera).toBe('NotAllowedError')
    expect(troubles).toEqual([])
  } finally {
    closePipes()
    await close()
    await server.close()
  }
})
