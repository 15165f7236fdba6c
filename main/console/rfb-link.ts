// Answers the opening of a VNC connection itself, so that the password stays in main: towards the server it is a
// client that knows the password, towards the window a server that asks for none (RFC 6143, sections 7.1.1–7.1.3). Then
// it reads both (rfb/): what the window may ask for, and whether what comes is as it must be.
//
//   server                          us                               window's client
//   "RFB 003.008\n"            →    keep                      →      "RFB 003.008\n"
//                              ←    "RFB 003.008\n"           ←      "RFB 003.00x\n"
//   n, types                   →    choose 2 (VNC) or 1 (none) →     1, [1]
//   16 bytes of challenge      →    DES of it                 ←      1
//   u32 result                 →    must be 0                 →      u32 0
import { createCipheriv } from 'node:crypto'
import { AppFailure } from '../../preload/model/error.ts'
import type { Ends, Relay } from './pipe.ts'
import { ClientFilter } from './rfb/client-filter.ts'
import { ServerCheck } from './rfb/server-check.ts'

const VERSION = Buffer.from('RFB 003.008\n')
const NONE = 1
const VNC = 2

type Step = 'version' | 'types' | 'challenge' | 'result' | 'open' | 'failed'

export function relayRfb(password: string, ends: Ends): Relay {
  let step: Step = 'version'
  let received: Buffer = Buffer.alloc(0)
  /** What the window's client sends before the way is open is an answer to us; then everything passes. */
  let answers = VERSION.length + 1
  const check = new ServerCheck(ends.toPort)
  const filter = new ClientFilter(ends.toSource)

  const take = (count: number): Buffer | null => {
    if (received.length < count) return null
    const taken = received.subarray(0, count)
    received = received.subarray(count)
    return taken
  }
  /** From then on nothing goes either way. */
  const fail = (failure: AppFailure): false => {
    step = 'failed'
    received = Buffer.alloc(0)
    ends.fail(failure)
    return false
  }

  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error
      fail(error)
    }
  }

  /** One step of the server's side; false when it must wait for more bytes. */
  const advance = (): boolean => {
    switch (step) {
      case 'version': {
        const version = take(VERSION.length)
        if (!version) return false
        const text = version.toString('latin1')
        if (!/^RFB 003\.(00[78]|889)\n$/.test(text))
          return fail(new AppFailure('console.protocol', {}, { detail: `version ${text.trim()}` }))
        ends.toSource(VERSION)
        ends.toPort(VERSION)
        step = 'types'
        return true
      }
      case 'types': {
        const count = received[0]
        if (count === undefined || received.length < 1 + count) return false
        const types = [...(take(1 + count)?.subarray(1) ?? [])]
        const chosen = types.includes(VNC) ? VNC : types.includes(NONE) ? NONE : null
        if (chosen === null) return fail(new AppFailure('console.security', { types: types.join(', ') }))
        ends.toSource(Buffer.from([chosen]))
        step = chosen === VNC ? 'challenge' : 'result'
        return true
      }
      case 'challenge': {
        const challenge = take(16)
        if (!challenge) return false
        ends.toSource(answerChallenge(password, challenge))
        step = 'result'
        return true
      }
      case 'result': {
        const result = take(4)
        if (!result) return false
        if (result.readUInt32BE(0) !== 0) return fail(new AppFailure('console.refused'))
        ends.toPort(Buffer.from([1, NONE]))
        ends.toPort(Buffer.alloc(4))
        step = 'open'
        return true
      }
      case 'failed':
        received = Buffer.alloc(0)
        return false
      case 'open':
        if (received.length > 0) guarded(() => check.push(received))
        received = Buffer.alloc(0)
        return false
    }
  }

  return {
    fromSource(chunk) {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      while (advance());
    },
    fromPort(message) {
      const skipped = Math.min(answers, message.length)
      answers -= skipped
      if (skipped < message.length && step !== 'failed') guarded(() => filter.push(message.subarray(skipped)))
    },
  }
}

/**
 * DES of each half, with the password's first eight bytes as key, each byte's bits reversed (RFC 6143, 7.2.2).
 * Single DES is gone from current OpenSSL; triple DES with three equal keys is the same, one block at a time.
 */
export function answerChallenge(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(8)
  Buffer.from(password, 'latin1').copy(key, 0, 0, 8)
  const reversed = key.map(byte =>
    parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
  )
  const block = (at: number) => {
    const cipher = createCipheriv(
      'des-ede3-cbc',
      Buffer.concat([reversed, reversed, reversed]),
      Buffer.alloc(8),
    )
    cipher.setAutoPadding(false)
    return Buffer.concat([cipher.update(challenge.subarray(at, at + 8)), cipher.final()])
  }
  return Buffer.concat([block(0), block(8)])
}
