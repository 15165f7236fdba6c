// A real guest's sound as it comes out of the client: GRUB plays a tone on the PC's beeper.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SoundFormat, SoundPlatform } from '../../renderer/console/spice/sound/platform.ts'
import { connectSpice } from './connect.ts'
import { type Guest, startGuest, waitForMenu } from './guest.ts'

const TONE_HZ = 440
let guest: Guest

beforeAll(async () => {
  const more = ['-audiodev', 'spice,id=sound', '-machine', 'pcspk-audiodev=sound']
  guest = await startGuest('disable-ticketing=on', { more })
  await waitForMenu(guest)
  await guest.press('c')
})
afterAll(() => guest.stop())

interface Heard {
  format: SoundFormat | null
  stopped: boolean
  readonly raw: { readonly time: number; readonly left: readonly number[] }[]
  readonly opus: { readonly time: number; readonly bytes: number }[]
}

/** Keeps what it is given. */
function recorder(opus: boolean): { platform: SoundPlatform; heard: Heard } {
  const heard: Heard = { format: null, stopped: false, raw: [], opus: [] }
  const platform: SoundPlatform = {
    opus,
    start: format => {
      heard.format = format
      return {
        playRaw: (bytes, time) => {
          const samples = new Int16Array(bytes.slice().buffer)
          heard.raw.push({ time, left: [...samples].filter((_, n) => n % format.channels === 0) })
        },
        playOpus: (packet, time) => heard.opus.push({ time, bytes: packet.length }),
        setLoudness: () => undefined,
        setDelay: () => undefined,
        stop: () => {
          heard.stopped = true
        },
      }
    },
  }
  return { platform, heard }
}

async function play(opus: boolean): Promise<Heard> {
  const { platform, heard } = recorder(opus)
  const client = connectSpice(guest.port, '', { sound: platform })
  try {
    // GRUB beeps whether somebody listens or not.
    while (client.drawn() === 0) await sleep(50)
    for (const key of ['p', 'l', 'a', 'y', 'spc', '6', '0', 'spc', ...String(TONE_HZ), 'spc', '2', 'ret'])
      await guest.press(key)
    while (!heard.stopped) await sleep(50)
    expect(client.session.unknownMessages()).toEqual({})
  } finally {
    client.session.close()
  }
  return heard
}

test('as samples: the tone has its pitch, and times go on with it', async () => {
  const { format, raw, opus } = await play(false)
  const samples = raw.flatMap(({ left }) => left)
  const changes = samples.filter((sample, n) => n > 0 && sample > 0 !== (samples[n - 1] ?? 0) > 0)
  const seconds = samples.length / (format?.hz ?? 1)
  expect(seconds).toBeGreaterThan(1)
  expect(changes.length / 2 / seconds / TONE_HZ).toBeCloseTo(1, 1)
  expect(opus).toEqual([])
  const spanMs = (raw.at(-1)?.time ?? 0) - (raw[0]?.time ?? 0)
  expect(spanMs / 1_000 / seconds).toBeGreaterThan(0.7)
  expect(spanMs / 1_000 / seconds).toBeLessThan(1.5)
}, 60_000)

test('in Opus, where we say that we have it', async () => {
  const { format, raw, opus } = await play(true)
  expect(format).toMatchObject({ hz: 48_000 })
  expect(raw).toEqual([])
  expect(opus.length).toBeGreaterThan(50)
}, 60_000)
