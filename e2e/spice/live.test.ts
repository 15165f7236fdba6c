// Our client beside QEMU's own picture of a real guest, with each compression that the server has.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Connected, connectSpice, countDifferent, screenOf } from './connect.ts'
import { type Guest, startGuest, waitForMenu } from './guest.ts'

/** A blinking cursor that changed between the two pictures: one character's cell. */
const CURSOR_PIXELS = 16 * 32

async function expectSame(guest: Guest, client: Connected): Promise<void> {
  let different = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 120; tries++) {
    const theirs = await guest.screen()
    const ours = screenOf(client)
    different = ours ? countDifferent(ours, theirs) : different
    if (different <= CURSOR_PIXELS && new Set(theirs.data).size > 2) return
    await sleep(250)
  }
  expect(different).toBeLessThanOrEqual(CURSOR_PIXELS)
}

test.each(['off', 'lz', 'glz', 'quic', 'auto_lz', 'auto_glz'])(
  'image compression %s: the picture is the guest’s own, before and after keys',
  async compression => {
    const guest = await startGuest(`disable-ticketing=on,image-compression=${compression}`)
    const client = connectSpice(guest.port)
    try {
      await waitForMenu(guest)
      await expectSame(guest, client)
      const before = client.drawn()
      for (const key of ['down', 'down', 'c', 'h', 'e', 'l', 'p', 'ret']) await guest.press(key)
      while (client.drawn() === before) await sleep(100)
      await expectSame(guest, client)
      expect(client.session.unknownMessages()).toEqual({})
    } finally {
      client.session.close()
      await guest.stop()
    }
  },
  120_000,
)
