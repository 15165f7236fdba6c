import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AppFailure } from '../../preload/model/error.ts'
import { answerChallenge, relayRfb } from './rfb-link.ts'

/** ServerInit: 8 × 8, a pixel format, no name. */
const INIT = Buffer.from('0008000820180001 00ff00ff00ff100800 000000 00000000'.replaceAll(' ', ''), 'hex')
const CHALLENGE = Buffer.from('00112233445566778899aabbccddeeff', 'hex')

function start(password: string) {
  const server: Buffer[] = []
  const client: Buffer[] = []
  const failures: AppFailure[] = []
  const relay = relayRfb(password, {
    toSource: bytes => server.push(Buffer.from(bytes)),
    toPort: bytes => client.push(Buffer.from(bytes)),
    fail: failure => failures.push(failure),
  })
  return { relay, server: () => Buffer.concat(server), client: () => Buffer.concat(client), failures }
}

test('the server’s question is answered here, the client is asked nothing, later bytes pass', () => {
  const { relay, server, client } = start('pass')
  const talk = Buffer.concat([
    Buffer.from('RFB 003.008\n'),
    Buffer.from([2, 1, 2]),
    CHALLENGE,
    Buffer.alloc(4),
    INIT,
  ])
  for (const byte of talk) relay.fromSource(Buffer.from([byte])) // one byte a read
  expect(client()).toEqual(
    Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), Buffer.alloc(4), INIT]),
  )
  relay.fromPort(Buffer.from('RFB 003.008\n'))
  relay.fromPort(Buffer.from([1, 0x41])) // its choice, and the first byte that is meant for the server
  expect(server()).toEqual(
    Buffer.concat([
      Buffer.from('RFB 003.008\n'),
      Buffer.from([2]),
      answerChallenge('pass', CHALLENGE),
      Buffer.from([0x41]),
    ]),
  )
})

test('only the first eight characters count, and each does', () => {
  expect(answerChallenge('12345678', CHALLENGE)).toEqual(answerChallenge('123456789', CHALLENGE))
  expect(answerChallenge('12345678', CHALLENGE)).not.toEqual(answerChallenge('12345679', CHALLENGE))
  // DES of zeros by a key of zeros, the answer that every table of test vectors has.
  expect(answerChallenge('', Buffer.alloc(16)).toString('hex')).toBe('8ca64de9c1b123a78ca64de9c1b123a7')
})

test.each([
  ['a refusal', Buffer.from([1, 2]), 'console.refused'],
  ['security that we do not have', Buffer.from([1, 19]), 'console.security'],
])('%s is said', (_, types, code) => {
  const { relay, failures } = start('x')
  relay.fromSource(Buffer.concat([Buffer.from('RFB 003.008\n'), types]))
  if (code === 'console.refused') relay.fromSource(Buffer.concat([CHALLENGE, Buffer.from([0, 0, 0, 1])]))
  expect(failures[0]?.error.code).toBe(code)
})

/** Before the way is open the window gets this much at most, whatever the server says. */
const GREETING = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1]), Buffer.alloc(4)])
const TALK = Buffer.concat([
  Buffer.from('RFB 003.008\n'),
  Buffer.from([2, 1, 2]),
  CHALLENGE,
  Buffer.alloc(4),
  Buffer.from('screen'),
])

test('a hostile server: each byte of the opening changed, cut and sent in pieces', () => {
  const change = fc.record({
    at: fc.nat(TALK.length - 1),
    to: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 127, 128, 255)),
    kind: fc.constantFrom('replace', 'insert', 'cut'),
  })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), fc.array(fc.nat(40)), (changes, sizes) => {
      let bytes = [...TALK]
      for (const { at, to, kind } of changes) {
        if (kind === 'replace') bytes[at] = to
        else if (kind === 'insert') bytes.splice(at, 0, to)
        else bytes = bytes.slice(0, at)
      }
      const { relay, server, client, failures } = start('pass')
      let told: { out: number; in: number } | null = null
      for (let at = 0, n = 0; at < bytes.length; n++) {
        const size = (sizes[n % Math.max(1, sizes.length)] ?? 0) + 1
        relay.fromSource(Buffer.from(bytes.slice(at, at + size)))
        at += size
        relay.fromPort(Buffer.from([0])) // part of what the window's client answers us
        if (failures.length > 0) told ??= { out: server().length, in: client().length }
      }
      expect(failures.length).toBeLessThanOrEqual(1)
      // Once it has failed, nothing goes to either side: no answer to a challenge, no byte for the window.
      if (told) expect({ out: server().length, in: client().length }).toEqual(told)
      const greeting = client().subarray(0, GREETING.length)
      expect(greeting).toEqual(GREETING.subarray(0, greeting.length))
    }),
    { numRuns: 20_000 },
  )
})
