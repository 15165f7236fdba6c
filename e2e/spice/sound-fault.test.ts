// A server whose sound makes no sense: the sound ends, and nothing else does.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SoundPlatform } from '../../renderer/console/spice/sound/platform.ts'
import { Writer } from '../../renderer/console/spice/wire.ts'
import { connectSpice } from './connect.ts'
import { base, createSurface, fill, solidBrush } from './draw.ts'
import { type Line, startMock } from './mock-server.ts'

const [DISPLAY, PLAYBACK] = [2, 5]
const START = 103
const ALL = { left: 0, top: 0, right: 64, bottom: 64 }
const NOTHING = () => undefined

test('the picture goes on when the sound fails', async () => {
  const started: unknown[] = []
  const sound: SoundPlatform = {
    opus: true,
    start: format => {
      started.push(format)
      return {
        playRaw: NOTHING,
        playOpus: NOTHING,
        setLoudness: NOTHING,
        setDelay: NOTHING,
        stop: () => started.push('stop'),
      }
    },
  }
  const lines: Partial<Record<'display' | 'playback', Line>> = {}
  const server = await startMock([], {
    channels: {
      [DISPLAY]: line => {
        lines.display = line
        line.send(createSurface(0, 64, 64, 32, true))
      },
      [PLAYBACK]: line => {
        lines.playback = line
        line.send({ type: START, body: new Writer(14).u32(2).u16(1).u32(48_000).u32(0).done() })
      },
    },
  })
  const client = connectSpice(server.port, '', { sound })
  let end: unknown
  void client.ended.then(error => {
    end = { error }
  })
  try {
    while (started.length === 0) await sleep(20)
    lines.playback?.send({ type: START, body: new Writer(14).u32(99).u16(7).u32(1).u32(0).done() })
    while (!started.includes('stop')) await sleep(20)
    lines.display?.send(fill(base(0, ALL), solidBrush(0xffffff)))
    while (client.drawn() === 0 && !end) await sleep(20)
    expect(end).toBeUndefined()
    expect(client.session.displays[0]?.primary?.pixels[0]).toBe(0xffffffff)
  } finally {
    client.session.close()
    await server.close()
  }
})
