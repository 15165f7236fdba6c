// The agent channel through a real guest's port: what each side says arrives whole at the other, and only what was
// allowed is said.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { FileEnd, GuestTools } from '../../renderer/console/display.ts'
import type { AgentEvents } from '../../renderer/console/spice/agent/agent.ts'
import {
  AGENT_CAP,
  AGENT_MESSAGE,
  type Announcement,
  CLIPBOARD_TYPE,
  FILE_STATUS,
  readAnnouncement,
  writeAnnouncement,
  writeFileStatus,
} from '../../renderer/console/spice/agent/messages.ts'
import { capabilityWords, hasCapability } from '../../renderer/console/spice/protocol.ts'
import { type Reader, Writer } from '../../renderer/console/spice/wire.ts'
import { type AgentGuest, startAgentGuest } from './agent-guest.ts'
import { type Connected, connectSpice } from './connect.ts'

const GUEST_CAPS = [
  AGENT_CAP.monitorsConfig,
  AGENT_CAP.clipboardByDemand,
  AGENT_CAP.clipboardSelection,
  AGENT_CAP.fileDetailedErrors,
]

let running: AgentGuest
let client: Connected
let tools: GuestTools | null | undefined
let heard: string[]
let fileEnds: Map<number, FileEnd>
let progress: number[]

beforeAll(async () => {
  running = await startAgentGuest()
}, 60_000)
afterAll(() => running?.stop())

beforeEach(async () => {
  tools = undefined
  heard = []
  progress = []
  fileEnds = new Map()
  const events: AgentEvents = {
    onTools: now => {
      tools = now
    },
    onGuestHas: kind => heard.push(`guest has ${kind}`),
    onContent: content =>
      heard.push(content.kind === 'text' ? content.text : Buffer.from(content.png).toString('hex')),
    onWanted: kind => heard.push(`guest wants ${kind}`),
    onTooLarge: () => heard.push('too large'),
    onProgress: (_id, bytes) => progress.push(bytes),
    onEnd: (id, end) => fileEnds.set(id, end),
  }
  client = connectSpice(running.guest.port, '', { agent: events })
  // The guest may still be starting: its agent is there when it has opened the port. What the client before this one
  // said last was no question.
  for (;;) {
    const { wantsOurs, words } = await nextAnnouncement()
    if (!wantsOurs) continue
    expect(hasCapability(words, AGENT_CAP.clipboardByDemand)).toBe(false)
    return
  }
}, 180_000)
afterEach(async () => {
  client.session.close()
  await client.ended
})

async function nextAnnouncement(): Promise<Announcement> {
  return readAnnouncement((await running.agent.next(AGENT_MESSAGE.announceCapabilities)).body)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20)
}

async function announce(caps: readonly number[] = GUEST_CAPS, wantsOurs = false): Promise<void> {
  const body = writeAnnouncement({ wantsOurs, words: capabilityWords(caps) })
  running.agent.say(AGENT_MESSAGE.announceCapabilities, body)
  await until(() => Boolean(tools))
}

const CLIPBOARD = () => new Writer().u32(0)
const agentText = (body: Reader) => new TextDecoder().decode(body.rest())

test('an agent that is there says what it can, one that cannot is not asked', async () => {
  await announce([])
  expect(tools).toEqual({ resize: false, clipboard: false, files: true })
  client.session.agent.resize([{ width: 800, height: 600 }])
  await announceMore()
  client.session.agent.resize([{ width: 1234, height: 777 }])
  const { body } = await running.agent.next(AGENT_MESSAGE.monitorsConfig)
  const fields = Array.from({ length: 7 }, () => body.u32())
  expect(fields).toEqual([1, 0, 777, 1234, 32, 0, 0])
})

async function announceMore(): Promise<void> {
  tools = undefined
  await announce()
  expect(tools).toEqual({ resize: true, clipboard: true, files: true })
}

test('the clipboard stays here until it is shared, then goes both ways, long texts too', async () => {
  await announce()
  const { clipboard } = client.session.agent
  clipboard.offer('text')
  running.agent.say(AGENT_MESSAGE.clipboardGrab, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
  await announce(GUEST_CAPS, true) // answered only after what was said before it
  await nextAnnouncement()

  client.session.agent.shareClipboard(true)
  const { words } = await nextAnnouncement()
  expect(hasCapability(words, AGENT_CAP.clipboardByDemand)).toBe(true)
  expect(heard).toEqual([])

  clipboard.offer('text')
  const grab = (await running.agent.next(AGENT_MESSAGE.clipboardGrab)).body
  expect([grab.u32(), grab.u32()]).toEqual([0, CLIPBOARD_TYPE.text])
  running.agent.say(AGENT_MESSAGE.clipboardRequest, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
  await until(() => heard.includes('guest wants text'))
  const long = 'ñandú 🦙 '.repeat(20_000)
  clipboard.give({ kind: 'text', text: long })
  const given = (await running.agent.next(AGENT_MESSAGE.clipboard)).body
  expect([given.u32(), given.u32()]).toEqual([0, CLIPBOARD_TYPE.text])
  expect(agentText(given)).toBe(long)

  heard.length = 0
  running.agent.say(AGENT_MESSAGE.clipboardGrab, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
  await until(() => heard.length > 0)
  clipboard.ask('text')
  await running.agent.next(AGENT_MESSAGE.clipboardRequest)
  const answer = CLIPBOARD().u32(CLIPBOARD_TYPE.text).bytes(new TextEncoder().encode(long)).done()
  running.agent.say(AGENT_MESSAGE.clipboard, answer)
  await until(() => heard.length > 1)
  expect(heard).toEqual(['guest has text', long])
}, 60_000)

test('a refusal, and a text that is too long, are answered with nothing', async () => {
  await announce()
  client.session.agent.shareClipboard(true)
  for (const text of [null, 'x'.repeat((1 << 20) + 1)]) {
    heard.length = 0
    running.agent.say(AGENT_MESSAGE.clipboardRequest, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
    await until(() => heard.length > 0)
    client.session.agent.clipboard.give(text === null ? null : { kind: 'text', text })
    const { body } = await running.agent.next(AGENT_MESSAGE.clipboard)
    expect([body.u32(), body.u32(), body.left]).toEqual([0, CLIPBOARD_TYPE.none, 0])
  }
})

test('a picture goes both ways, and text first where there is both', async () => {
  await announce()
  client.session.agent.shareClipboard(true)
  const { clipboard } = client.session.agent
  const png = Uint8Array.from({ length: 200_000 }, (_, n) => n * 7 + (n >> 8))
  clipboard.offer('picture')
  const grab = (await running.agent.next(AGENT_MESSAGE.clipboardGrab)).body
  expect([grab.u32(), grab.u32()]).toEqual([0, CLIPBOARD_TYPE.png])
  running.agent.say(AGENT_MESSAGE.clipboardRequest, CLIPBOARD().u32(CLIPBOARD_TYPE.png).done())
  await until(() => heard.includes('guest wants picture'))
  clipboard.give({ kind: 'picture', png })
  const given = (await running.agent.next(AGENT_MESSAGE.clipboard)).body
  expect([given.u32(), given.u32()]).toEqual([0, CLIPBOARD_TYPE.png])
  expect(Buffer.from(given.rest()).equals(png)).toBe(true)

  heard.length = 0
  const both = CLIPBOARD().u32(CLIPBOARD_TYPE.png).u32(CLIPBOARD_TYPE.text).done()
  running.agent.say(AGENT_MESSAGE.clipboardGrab, both)
  running.agent.say(AGENT_MESSAGE.clipboardGrab, CLIPBOARD().u32(CLIPBOARD_TYPE.png).done())
  running.agent.say(AGENT_MESSAGE.clipboard, CLIPBOARD().u32(CLIPBOARD_TYPE.png).bytes(png).done())
  await until(() => heard.length > 2)
  expect(heard).toEqual(['guest has text', 'guest has picture', Buffer.from(png).toString('hex')])

  // What was asked for is one thing, what is there another.
  running.agent.say(AGENT_MESSAGE.clipboardRequest, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
  await until(() => heard.includes('guest wants text'))
  clipboard.give({ kind: 'picture', png })
  const { body } = await running.agent.next(AGENT_MESSAGE.clipboard)
  expect([body.u32(), body.u32(), body.left]).toEqual([0, CLIPBOARD_TYPE.none, 0])
}, 60_000)

test('what is too large is said, what makes no sense is passed over, and the next message counts', async () => {
  await announce()
  client.session.agent.shareClipboard(true)
  running.agent.say(AGENT_MESSAGE.clipboardGrab, new Uint8Array(2))
  const text = CLIPBOARD().u32(CLIPBOARD_TYPE.text)
  running.agent.say(AGENT_MESSAGE.clipboard, text.bytes(new Uint8Array((1 << 20) + 1)).done())
  await until(() => heard.length > 0)
  expect(heard).toEqual(['too large'])
  heard.length = 0
  running.agent.say(AGENT_MESSAGE.clipboardGrab, CLIPBOARD().u32(CLIPBOARD_TYPE.text).done())
  await until(() => heard.length > 0)
  expect(heard).toEqual(['guest has text'])
}, 60_000)

test('a file arrives byte for byte, no faster than the agent has tokens for', async () => {
  await announce()
  const bytes = new Uint8Array(300_000).map((_, n) => n * 7 + (n >> 8))
  client.session.agent.sendFile(1, new File([bytes], 'a name\\with everything.bin'))
  const start = (await running.agent.next(AGENT_MESSAGE.fileStart)).body
  expect(start.u32()).toBe(1)
  expect(agentText(start)).toBe('[vdagent-file-xfer]\nname=a name\\\\with everything.bin\nsize=300000\n\0')
  running.agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(1, FILE_STATUS.canSend))
  const parts: Uint8Array[] = []
  for (let size = 0; size < bytes.length; ) {
    const { body } = await running.agent.next(AGENT_MESSAGE.fileData)
    expect(body.u32()).toBe(1)
    expect(Number(body.u64())).toBe(body.left)
    const part = body.rest()
    parts.push(part)
    size += part.length
  }
  expect(Buffer.concat(parts).equals(Buffer.from(bytes))).toBe(true)
  running.agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(1, FILE_STATUS.success))
  await until(() => fileEnds.has(1))
  expect(fileEnds.get(1)).toBe('done')
  expect(progress.at(-1)).toBe(bytes.length)
}, 60_000)

test('a file that is cancelled here, refused there, or left alone ends as that', async () => {
  await announce()
  const { agent } = client.session
  const file = new File(['text'], 'text')
  agent.sendFile(1, file)
  await running.agent.next(AGENT_MESSAGE.fileStart)
  agent.cancelFile(1)
  const { body } = await running.agent.next(AGENT_MESSAGE.fileStatus)
  expect([body.u32(), body.u32()]).toEqual([1, FILE_STATUS.cancelled])
  agent.sendFile(2, file)
  await running.agent.next(AGENT_MESSAGE.fileStart)
  running.agent.say(AGENT_MESSAGE.fileStatus, writeFileStatus(2, FILE_STATUS.noSpace))
  agent.sendFile(3, file)
  await until(() => fileEnds.has(2))
  client.session.close()
  expect([...fileEnds]).toEqual([
    [1, 'cancelled'],
    [2, 'noSpace'],
    [3, 'gone'],
  ])
})
