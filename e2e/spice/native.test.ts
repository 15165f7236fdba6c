// The same bytes, drawn by the native client and by ours, tile by tile. The native one is Debian's spicy-screenshot.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectSpice, type Screen, screenOf } from './connect.ts'
import { startMock } from './mock-server.ts'
import { difference, isBlank, nativePicture } from './native.ts'
import { countDrawings, drawTiles, TILES } from './tiles.ts'

async function ourPicture(port: number): Promise<Screen> {
  const client = connectSpice(port)
  let error: unknown
  void client.ended.then(why => {
    error = why
  })
  while (client.drawn() < countDrawings(drawTiles(TILES)) && !error) await sleep(20)
  const screen = screenOf(client)
  client.session.close()
  if (error || !screen) throw error ?? new Error('no screen')
  return screen
}

/** What OPERATIONS.md is to say: made anew by `npx vitest run e2e/spice/native.test.ts -u`. */
function describeTiles(tiles: readonly { name: string; wrong: number }[]): string {
  const rows = tiles.map(({ name, wrong }) => {
    const result = wrong === 0 ? 'the same' : `${(100 * wrong).toFixed(1)} % of its pixels differ`
    return `| ${name} | ${result} |`
  })
  return `# What the SPICE client draws

Each line is a tile that a server of the tests draws, once for our client and once for the native one
(Debian's spicy-screenshot, spice-gtk), and what comparing the two said, pixel for pixel. Written by native.test.ts,
which fails when a line is no longer true.

| operation or format | beside the native client |
|---|---|
${rows.join('\n')}
`
}

test('every operation and format is drawn as the native client draws it', async () => {
  const server = await startMock(drawTiles(TILES))
  try {
    const theirs = await nativePicture(server.port)
    const ours = await ourPicture(server.port)
    expect([ours.width, ours.height]).toEqual([theirs.width, theirs.height])
    const drawn = TILES.map((tile, n) => ({ name: tile.name, wrong: difference(ours, theirs, n) }))
    // A tile that shows nothing on either side would prove nothing.
    expect(TILES.filter((_, n) => isBlank(theirs, n)).map(tile => tile.name)).toEqual([])
    expect(drawn.filter(tile => tile.wrong > 0)).toEqual([])
    await expect(describeTiles(drawn)).toMatchFileSnapshot('./OPERATIONS.md')
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
