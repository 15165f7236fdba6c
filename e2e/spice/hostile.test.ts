// Servers that lie. Each message of the tiles is bent, byte by byte and field by field, and given to a display that
// was right until then: it draws, or it ends with a SpiceError; nothing else, and never for long.
// Default: some thousand cases. VITRINA_CASES=100000 npx vitest run e2e/spice/hostile.test.ts for all of them.
import { expect, test } from 'vitest'
import { DisplayChannel } from '../../renderer/console/spice/channels/display.ts'
import { SpiceError } from '../../renderer/console/spice/error.ts'
import { CODECS } from '../../renderer/console/spice/video/codec.ts'
import type { VideoPlatform } from '../../renderer/console/spice/video/platform.ts'
import { Reader } from '../../renderer/console/spice/wire.ts'
import type { Message } from './mock-server.ts'
import {
  activateReport,
  CODEC,
  clipStream,
  createStream,
  streamData,
  streamDataSized,
} from './stream-messages.ts'
import { drawTiles, TILES } from './tiles.ts'

const CASES = Number(process.env['VITRINA_CASES'] ?? 5_000)
/** What a case may hold beside what was there before it: the largest picture and its surface. */
const BUDGET_BYTES = 1 << 30

const EVENTS = {
  onPrimary: () => undefined,
  onMark: () => undefined,
  onHeads: () => undefined,
  onDamage: () => undefined,
}

/** A decoder that finds a picture in anything. */
const VIDEO: VideoPlatform = {
  codecs: CODECS,
  open: (_, ears) => ({
    decode: (bytes, time) => {
      const pixels = new Uint32Array(bytes.length)
      ears.onFrame({ width: bytes.length, height: 1, pixels, alpha: false }, time)
    },
    close: () => undefined,
  }),
}

const BOX = { left: 3, top: 5, right: 40, bottom: 30 }
const STREAM: readonly Message[] = [
  createStream({ id: 1, codec: CODEC.mjpeg, width: 36, height: 36, box: BOX, clip: [BOX] }),
  activateReport(1, 1, 1, 1),
  streamData(1, 1_000, new Uint8Array(36)),
  streamDataSized(1, 1_040, 36, 36, BOX, new Uint8Array(36)),
  clipStream(1, [BOX, BOX]),
]

function newDisplay(): DisplayChannel {
  return new DisplayChannel(0, () => Promise.reject(new SpiceError('invalid', 'no JPEG here')), EVENTS, VIDEO)
}

async function give(display: DisplayChannel, { type, body }: Message): Promise<void> {
  await display.messages[type]?.(new Reader(body))
}

/** Numbers that programs stumble over. */
const NASTY = [
  0, 1, 2, 3, 4, 7, 16, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
]

/** The nth way to bend it: a field of 1, 2 or 4 bytes at some place, a byte turned, or an early end. */
function bend(body: Uint8Array, random: () => number): Uint8Array {
  const bent = body.slice()
  if (bent.length === 0) return bent
  const view = new DataView(bent.buffer)
  const nasty = NASTY[random() % NASTY.length] ?? 0
  const at = random() % bent.length
  const kind = random() % 5
  if (kind === 0) bent[at] = random()
  else if (kind === 1) bent[at] = nasty
  else if (kind === 2 && at + 2 <= bent.length) view.setUint16(at, nasty & 0xffff, true)
  else if (kind === 3 && at + 4 <= bent.length) view.setUint32(at, nasty, random() % 2 === 0)
  else return bent.subarray(0, at)
  return bent
}

test('a bent message is drawn or refused, and nothing else', async () => {
  let state = 42
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 8
  }
  const tiles = drawTiles(TILES)
  const script = [...tiles.slice(0, 3), ...STREAM, ...tiles.slice(3)]
  const reasons = new Map<string, number>()
  let display = newDisplay()
  let drawnInVain = 0
  const setUp = async () => {
    display = newDisplay()
    for (const message of script.slice(0, 4)) await give(display, message)
  }
  await setUp()
  for (let n = 0; n < CASES; n++) {
    const message = script[3 + (n % (script.length - 3))] as Message
    try {
      await give(display, { type: message.type, body: bend(message.body, random) })
      drawnInVain++
    } catch (error) {
      if (!(error instanceof SpiceError)) throw error
      reasons.set(error.reason, (reasons.get(error.reason) ?? 0) + 1)
    }
    if (n % 500 === 499) await setUp()
  }
  expect(process.memoryUsage().rss).toBeLessThan(BUDGET_BYTES)
  // Were none refused, or all, the bending would be of no use.
  expect(reasons.get('truncated')).toBeGreaterThan(CASES / 50)
  expect(reasons.get('invalid')).toBeGreaterThan(CASES / 50)
  expect(drawnInVain).toBeGreaterThan(CASES / 50)
}, 600_000)
