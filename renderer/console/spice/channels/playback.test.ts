import { expect, test } from 'vitest'
import { SpiceError } from '../error.ts'
import { MediaTime } from '../media-time.ts'
import type { OnHeard, SoundPlatform } from '../sound/platform.ts'
import { Reader, Writer } from '../wire.ts'
import { PlaybackChannel, SOUND_MODE } from './playback.ts'

function newChannel(opus = true) {
  const said: unknown[] = []
  let tell: OnHeard = () => undefined
  const platform: SoundPlatform = {
    opus,
    start: (format, onHeard) => {
      said.push(format)
      tell = onHeard
      return {
        playRaw: (bytes, time) => said.push(['raw', time, bytes.length]),
        playOpus: (packet, time) => said.push(['opus', time, packet.length]),
        setLoudness: loudness => said.push(loudness),
        setDelay: ms => said.push(['delay', ms]),
        stop: () => said.push('stop'),
      }
    },
  }
  const time = new MediaTime()
  const channel = new PlaybackChannel(platform, time)
  const give = (type: number, body: Writer) => channel.messages[type]?.(new Reader(body.done()))
  return { channel, said, give, time, heard: (at: number) => tell(at) }
}

const start = (channels = 2, format = 1, hz = 48_000) => new Writer().u32(channels).u16(format).u32(hz).u32(0)

test('loudness and delay hold for what is played later, too', () => {
  const { said, give } = newChannel()
  give(105, new Writer().u8(2).u16(65_535).u16(0))
  give(106, new Writer().u8(1))
  give(107, new Writer().u32(5_000))
  give(103, start())
  expect(said).toEqual([{ channels: 2, hz: 48_000 }, { volumes: [1, 0], muted: true }, ['delay', 2_000]])
})

test('packets go by the mode, and after the end nowhere', () => {
  const { said, give } = newChannel()
  give(103, start())
  said.length = 0
  const packet = (time: number) => new Writer().u32(time).bytes(new Uint8Array(8))
  give(101, packet(10))
  give(102, new Writer().u32(0).u16(SOUND_MODE.opus))
  give(101, packet(20))
  give(104, new Writer())
  give(101, packet(30))
  expect(said).toEqual([['raw', 10, 8], ['opus', 20, 8], 'stop'])
})

test('what is heard is the clock, until it is heard no more', () => {
  const { give, heard, time } = newChannel()
  time.set(1_000)
  give(103, start())
  expect(time.isHeard).toBe(false)
  heard(700)
  expect(time.isHeard).toBe(true)
  expect(time.now()).toBeGreaterThanOrEqual(700)
  expect(time.now()).toBeLessThan(1_000)
  give(104, new Writer())
  heard(800) // a word that was on its way
  expect(time.isHeard).toBe(false)
})

test.each([
  ['no channels', start(0)],
  ['too many channels', start(9)],
  ['another format', start(2, 2)],
  ['no rate', start(2, 1, 0)],
])('%s: refused', (_, body) => {
  const { give } = newChannel()
  expect(() => give(103, body)).toThrow(SpiceError)
})

test('Opus that was not announced: refused', () => {
  const { channel, give } = newChannel(false)
  expect(channel.caps).not.toContain(3)
  expect(() => give(102, new Writer().u32(0).u16(SOUND_MODE.opus))).toThrow(SpiceError)
})
