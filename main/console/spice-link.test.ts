import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { AppFailure } from '../../preload/model/error.ts'
import { relaySpice } from './spice-link.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
const AUTH_SELECTION = 1

function header(size: number): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.write('REDQ')
  bytes.writeUInt32LE(2, 4)
  bytes.writeUInt32LE(2, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

/** A client's link message with one word of common capabilities. */
function linkMessage(caps: number): Buffer {
  const body = Buffer.alloc(22)
  body.writeUInt8(1, 4)
  body.writeUInt32LE(1, 6)
  body.writeUInt32LE(18, 14)
  body.writeUInt32LE(caps, 18)
  return Buffer.concat([header(body.length), body])
}

function linkReply(caps: number, error = 0): Buffer {
  const body = Buffer.alloc(182)
  body.writeUInt32LE(error)
  publicKey.export({ format: 'der', type: 'spki' }).copy(body, 4)
  body.writeUInt32LE(1, 166)
  body.writeUInt32LE(178, 174)
  body.writeUInt32LE(caps, 178)
  return Buffer.concat([header(body.length), body])
}

function start(password: string) {
  const server: Buffer[] = []
  const client: Buffer[] = []
  const failures: AppFailure[] = []
  const relay = relaySpice(password, {
    toSource: bytes => server.push(Buffer.from(bytes)),
    toPort: bytes => client.push(Buffer.from(bytes)),
    fail: failure => failures.push(failure),
  })
  return { relay, server, client, failures }
}

function decrypt(ticket: Buffer): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING
  return privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, ticket).toString()
}

test.each([1, 7, 1_000])('the ticket is replaced, whatever the reply’s pieces (%d bytes)', size => {
  const { relay, server, client } = start('secret')
  relay.fromPort(linkMessage(AUTH_SELECTION))
  const reply = linkReply(AUTH_SELECTION)
  for (let at = 0; at < reply.length; at += size) relay.fromSource(reply.subarray(at, at + size))
  expect(Buffer.concat(client)).toEqual(reply)
  relay.fromPort(Buffer.alloc(131, 9)) // whatever it holds, and however long it is
  relay.fromSource(Buffer.alloc(4))
  relay.fromPort(Buffer.from('after'))
  expect(server[0]).toEqual(linkMessage(AUTH_SELECTION))
  expect(server[1]?.readUInt32LE(0)).toBe(1)
  expect(decrypt(server[1]?.subarray(4) ?? Buffer.alloc(0))).toBe('secret\0')
  expect(server[2]?.toString()).toBe('after')
})

test('without AUTH_SELECTION on both sides no mechanism is named', () => {
  const { relay, server } = start('p')
  relay.fromPort(linkMessage(0))
  relay.fromSource(linkReply(AUTH_SELECTION))
  relay.fromPort(Buffer.alloc(128))
  expect(server[1]?.length).toBe(128)
  expect(decrypt(server[1] ?? Buffer.alloc(0))).toBe('p\0')
})

test('a server that speaks something else is told from one that is slow', () => {
  const { relay, failures } = start('p')
  relay.fromSource(Buffer.from('HTTP/1.1 4'))
  expect(failures).toEqual([])
  relay.fromSource(Buffer.from('00 Bad Request'))
  expect(failures[0]?.error.code).toBe('console.protocol')
})
