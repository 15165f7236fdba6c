// A VNC server that lies, through the relay that stands before the window's client: each number of each message bent.
// What gets through is a whole session as our own reading of the protocol has it; what does not ends with a reason.
import { expect, test } from 'vitest'
import { relayRfb } from '../../main/console/rfb-link.ts'
import type { AppFailure } from '../../preload/model/error.ts'
import { bentSessions, floods, GOOD } from './scripts.ts'

/** "RFB 003.008", no password, all right. */
const OPENING = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), Buffer.alloc(4)])

function run(session: Buffer, piece = 4_096) {
  const failures: AppFailure[] = []
  let passed = 0
  const relay = relayRfb('', {
    toSource: () => undefined,
    toPort: bytes => {
      passed += bytes.length
    },
    fail: failure => failures.push(failure),
  })
  relay.fromSource(OPENING)
  const opening = passed
  for (let at = 0; at < session.length; at += piece) relay.fromSource(session.subarray(at, at + piece))
  return { passed: passed - opening, failures }
}

test.each([1, 7, 4_096, 1 << 20])('what a good server says passes whole, in pieces of %d bytes', piece => {
  expect(run(GOOD, piece)).toEqual({ passed: GOOD.length, failures: [] })
})

test('each number of each message bent: it passes, waits for more, or ends with a reason, whatever its pieces', () => {
  const cases = [...bentSessions()]
  expect(cases.length).toBeGreaterThan(800)
  let ended = 0
  for (const { name, bytes } of cases) {
    const whole = run(bytes)
    // How much of a bad message has passed before it is known to be bad goes by the pieces; the end does not.
    expect(run(bytes, 5).failures, name).toEqual(whole.failures)
    expect(whole.passed, name).toBeLessThanOrEqual(bytes.length)
    for (const { error } of whole.failures) expect(error.code, name).toBe('console.protocol')
    ended += whole.failures.length
  }
  expect(ended).toBeGreaterThan(cases.length / 3)
})

test.each(floods().filter(({ name }) => name !== 'bells'))('$name by the thousand end soon', ({ bytes }) => {
  const { passed, failures } = run(bytes)
  expect(failures).toHaveLength(1)
  expect(passed).toBeLessThan(bytes.length / 10)
})

test('the window’s client is not heard asking for what cannot be bounded', () => {
  const heard: Buffer[] = []
  const relay = relayRfb('', {
    toSource: bytes => heard.push(Buffer.from(bytes)),
    toPort: () => undefined,
    fail: failure => {
      throw failure
    },
  })
  relay.fromSource(OPENING)
  const encodings = [7, 5, 0, 16, 21, 50, -26, -260, -252, -312, -313, -224, -1063131698]
  const message = Buffer.alloc(4 + 4 * encodings.length)
  message[0] = 2
  message.writeUInt16BE(encodings.length, 2)
  for (const [n, encoding] of encodings.entries()) message.writeInt32BE(encoding, 4 + 4 * n)
  const request = Buffer.from([3, 0, 0, 0, 0, 0, 0, 8, 0, 8])
  const said = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), message, request])
  heard.length = 0
  for (const byte of said) relay.fromPort(Buffer.from([byte]))
  const sent = Buffer.concat(heard).subarray(1) // behind ClientInit
  const kept = Array.from({ length: sent.readUInt16BE(2) }, (_, n) => sent.readInt32BE(4 + 4 * n))
  expect(kept).toEqual([7, 5, 0, -252, -224])
  expect(sent.subarray(4 + 4 * kept.length)).toEqual(request)
})

test('a picture that comes fast enough for a film is never too much', async () => {
  const { ServerCheck } = await import('../../main/console/rfb/server-check.ts')
  let now = 0
  const check = new ServerCheck(
    () => undefined,
    () => now,
  )
  const [init, raw] = [GOOD.subarray(0, 28), GOOD.subarray(28, 28 + 16 + 64 * 48 * 4)]
  check.push(init)
  for (let frame = 0; frame < 600; frame++) {
    now += 1_000 / 60
    check.push(raw)
  }
})
