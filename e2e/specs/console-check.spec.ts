// `npm run console-check` against servers of three kinds: a double that draws every operation, QEMU over SPICE and over
// VNC, and what is neither.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { check } from '../pages/console-check.ts'
import { connectSpice, countDifferent, type Screen, screenOf } from '../spice/connect.ts'
import { freePort, type Guest, startGuest, waitForMenu } from '../spice/guest.ts'
import { JPEG_TILES } from '../spice/jpeg.ts'
import { startMock } from '../spice/mock-server.ts'
import { difference, isBlank, nativePicture } from '../spice/native.ts'
import { countDrawings, drawTiles, TILES } from '../spice/tiles.ts'

// Each check starts the whole app.
test.describe.configure({ timeout: 240_000 })

let folder: string

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vitrina-check-'))
})
test.afterAll(() => rmSync(folder, { recursive: true }))

test('the renderer shows what the client draws, and the right password is needed', async () => {
  const server = await startMock(drawTiles(TILES), { password: 'right' })
  const address = `spice://127.0.0.1:${server.port}`
  try {
    const refused = await check(address, '--password', 'wrong')
    expect(refused).toMatchObject({ status: 2, picture: null })
    expect(refused.said).toContain('the password is wrong')

    const shown = await check(address, '--password', 'right')
    expect(shown, shown.said).toMatchObject({ status: 0 })
    const client = connectSpice(server.port, 'right')
    while (client.drawn() < countDrawings(drawTiles(TILES))) await new Promise(done => setTimeout(done, 20))
    const own = screenOf(client)
    client.session.close()
    expect(countDifferent(shown.picture as Screen, own as Screen)).toBe(0)
  } finally {
    await server.close()
  }
})

/** Two decoders of JPEG may round apart, and widen colours apart at edges. */
const JPEG_TOLERANCE = 12

test('JPEG is shown as the native client shows it', async () => {
  const server = await startMock(drawTiles(JPEG_TILES))
  try {
    const theirs = await nativePicture(server.port)
    const shown = await check(`spice://127.0.0.1:${server.port}`)
    expect(shown, shown.said).toMatchObject({ status: 0 })
    for (const n of JPEG_TILES.keys()) {
      expect(isBlank(theirs, n)).toBe(false)
      expect(difference(shown.picture as Screen, theirs, n, JPEG_TOLERANCE)).toBe(0)
    }
  } finally {
    await server.close()
  }
})

/** QEMU's own picture beside ours; GRUB's text cursor may blink between the two. */
async function expectGuest(guest: Guest, ...args: string[]): Promise<void> {
  const outcome = await check(...args)
  expect(outcome, outcome.said).toMatchObject({ status: 0 })
  expect(countDifferent(outcome.picture as Screen, await guest.screen())).toBeLessThanOrEqual(16 * 32)
}

test('QEMU with a password, and its refusal without', async () => {
  const more = ['-object', 'secret,id=display,data=open sesame']
  const guest = await startGuest('password-secret=display', { more })
  try {
    await waitForMenu(guest)
    await expectGuest(guest, `spice://127.0.0.1:${guest.port}`, '--password', 'open sesame')
    const refused = await check(`spice://127.0.0.1:${guest.port}`)
    expect(refused).toMatchObject({ status: 2, picture: null })
    expect(refused.said).toContain('the password is wrong')
  } finally {
    await guest.stop()
  }
})

test('QEMU on a socket, without a password', async () => {
  const socket = join(folder, 'spice.sock')
  const guest = await startGuest('disable-ticketing=on', { socket })
  try {
    await waitForMenu(guest)
    await expectGuest(guest, `spice+unix://${socket}`)
  } finally {
    await guest.stop()
  }
})

test('QEMU over VNC with a password, and its refusal without', async () => {
  const port = await freePort()
  const guest = await startGuest('disable-ticketing=on', {
    more: [
      ...['-object', 'secret,id=display,data=sesame'],
      ...['-vnc', `127.0.0.1:${port - 5900},password-secret=display`],
    ],
  })
  try {
    await waitForMenu(guest)
    await guest.press('up') // it counts down no longer
    await expectGuest(guest, `vnc://127.0.0.1:${port}`, '--password', 'sesame')
    const refused = await check(`vnc://127.0.0.1:${port}`)
    expect(refused).toMatchObject({ status: 2, picture: null })
    expect(refused.said).toContain('refused the connection')
    const other = await check(`vnc://127.0.0.1:${guest.port}`)
    expect(other).toMatchObject({ status: 2, picture: null })
  } finally {
    await guest.stop()
  }
})

/** Listens, and answers a connection's first bytes with those. */
async function startOther(answer: string): Promise<{ server: Server; address: string }> {
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(answer))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return { server, address: `spice://127.0.0.1:${(server.address() as { port: number }).port}` }
}

test('what is no SPICE server is told apart, and a wrong use too', async () => {
  const { server, address } = await startOther('HTTP/1.1 400 Bad Request\r\n\r\n')
  const other = await check(address)
  expect(other).toMatchObject({ status: 2, picture: null })
  expect(other.said).toContain('not a SPICE server')
  await new Promise(done => server.close(done))

  const nobody = await check(address)
  expect(nobody).toMatchObject({ status: 2, picture: null })
  expect(nobody.said).toContain('ECONNREFUSED')

  expect(await check('http://127.0.0.1:5900')).toMatchObject({ status: 1, picture: null })
})
