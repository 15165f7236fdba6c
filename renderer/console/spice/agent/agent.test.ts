// What a guest may say to its agent's channel, bent anyhow: the session goes on. What a real port carries is held to in
// e2e/spice/agent.test.ts.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Writer } from '../wire.ts'
import { Agent, type AgentEvents } from './agent.ts'

const EVENTS: AgentEvents = {
  onTools: () => undefined,
  onGuestHas: () => undefined,
  onContent: () => undefined,
  onWanted: () => undefined,
  onTooLarge: () => undefined,
  onProgress: () => undefined,
  onEnd: () => undefined,
}

function start(events: Partial<AgentEvents> = {}) {
  const tokens: number[] = []
  const pieces: Uint8Array[] = []
  const way = {
    startAgent: () => undefined,
    sendAgentData: (piece: Uint8Array) => void pieces.push(piece),
    sendAgentTokens: (count: number) => void tokens.push(count),
  }
  const agent = new Agent(way, { ...EVENTS, ...events })
  return { agent, pieces, tokens }
}

function message(type: number, body: Uint8Array): Uint8Array {
  return new Writer().u32(1).u32(type).u64(0n).u32(body.length).bytes(body).done()
}

const anyMessage = fc
  .tuple(fc.integer({ min: 0, max: 20 }), fc.uint8Array({ maxLength: 60 }))
  .map(([type, body]) => message(type, body))

test('any messages, cut anywhere, are taken, and each piece is paid back', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (messages, cut) => {
      const { agent, tokens } = start()
      agent.connected(1_000)
      agent.shareClipboard(true)
      const stream = Uint8Array.from(messages.flatMap(bytes => [...bytes]))
      let pieces = 0
      for (let at = 0; at < stream.length; at += cut, pieces++) agent.receive(stream.subarray(at, at + cut))
      const paid = tokens.reduce((sum, count) => sum + count, 0)
      expect(pieces - paid).toBeLessThan(16)
    }),
  )
})

test('bytes that are no messages at all end in nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
      const { agent } = start()
      agent.connected(10)
      agent.receive(bytes)
    }),
  )
})

test('nothing leaves without a token, and all of it in order once there are some', () => {
  const { agent, pieces } = start()
  agent.connected(0)
  expect(pieces).toEqual([])
  agent.receive(
    message(
      6,
      new Writer()
        .u32(0)
        .u32(1 << 1)
        .done(),
    ),
  )
  agent.resize([{ width: 640, height: 480 }])
  agent.addTokens(1)
  expect(pieces.map(piece => piece[4])).toEqual([6])
  agent.addTokens(1)
  expect(pieces.map(piece => piece[4])).toEqual([6, 2])
})

test('a text that was not allowed is not passed on', () => {
  const heard: unknown[] = []
  const { agent } = start({ onContent: content => heard.push(content) })
  agent.connected(10)
  const text = new Writer().u32(1).bytes(new TextEncoder().encode('secret')).done()
  agent.receive(message(4, text))
  agent.shareClipboard(true)
  agent.receive(message(4, text))
  expect(heard).toEqual([{ kind: 'text', text: 'secret' }])
})

test('a message that is too large is said to be, once and where it begins, and only while the clipboard is shared', () => {
  let tooLarge = 0
  const { agent } = start({ onTooLarge: () => tooLarge++ })
  agent.connected(10)
  const head = new Writer().u32(1).u32(4).u64(0n).u32(0xffffffff).done()
  agent.receive(head)
  expect(tooLarge).toBe(0)
  agent.connected(10)
  agent.shareClipboard(true)
  agent.receive(head)
  agent.receive(new Uint8Array(2_048))
  expect(tooLarge).toBe(1)
})
