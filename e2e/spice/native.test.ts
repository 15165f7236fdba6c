// The same bytes, drawn by the native client and by ours, tile by tile. The native one is Debian's spicy-screenshot.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { connectSpice, readPpm, type Screen, screenOf } from './connect.ts'
import { startMock } from './mock-server.ts'
import { drawTiles, TILES, tileBox } from './tiles.ts'

async function nativePicture(port: number): Promise<Screen> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-native-'))
  try {
    const file = join(folder, 'picture.ppm')
    await promisify(execFile)('spicy-screenshot', ['-h', '127.0.0.1', '-p', `${port}`, '-o', file], {
      timeout: 15_000,
    })
    return readPpm(readFileSync(file))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function ourPicture(port: number): Promise<Screen> {
  const client = connectSpice(port)
  let error: unknown
  void client.ended.then(why => {
    error = why
  })
  // The screen is drawn by one message, the last.
  while (client.drawn() < TILES.length + 2 && !error) await sleep(20)
  await sleep(200)
  const screen = screenOf(client)
  client.session.close()
  if (error || !screen) throw error ?? new Error('no screen')
  return screen
}

/** Share of the tile's pixels that differ. */
function difference(ours: Screen, theirs: Screen, n: number): number {
  const { left, top, right, bottom } = tileBox(n)
  let different = 0
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = (y * theirs.width + x) * 4
      if (ours.data.compare(theirs.data, at, at + 3, at, at + 3) !== 0) different++
    }
  return different / ((right - left) * (bottom - top))
}

test('every operation and format is drawn as the native client draws it', async () => {
  const server = await startMock(drawTiles(TILES))
  try {
    const theirs = await nativePicture(server.port)
    const ours = await ourPicture(server.port)
    expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height])
    const wrong = TILES.map((tile, n) => ({ tile: tile.name, wrong: difference(ours, theirs, n) })).filter(
      tile => tile.wrong > 0,
    )
    expect(wrong).toEqual([])
  } finally {
    await server.close()
  }
}, 60_000)

test('messages in pieces of a byte draw the same', async () => {
  const whole = await startMock(drawTiles(TILES))
  const pieces = await startMock(drawTiles(TILES), { pieceBytes: 1 })
  try {
    const [a, b] = [await ourPicture(whole.port), await ourPicture(pieces.port)]
    expect(a.data.equals(b.data)).toBe(true)
  } finally {
    await whole.close()
    await pieces.close()
  }
})

test('a wrong password is refused with a reason, the right one is not', async () => {
  const server = await startMock(drawTiles(TILES), { password: 'right' })
  try {
    const refused = connectSpice(server.port, 'wrong')
    expect(String(await refused.ended)).toContain('password is wrong')
    const taken = connectSpice(server.port, 'right')
    while (taken.drawn() === 0) await sleep(20)
    taken.session.close()
    expect(await taken.ended).toBeNull()
  } finally {
    await server.close()
  }
})
