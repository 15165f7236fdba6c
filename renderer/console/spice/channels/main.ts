// The main channel: the session's number, which channels there are, the mouse's mode, the way to the agent.
import type { Channel, Handle, Role } from '../channel.ts'
import { SpiceError } from '../error.ts'
import type { ChannelName } from '../link.ts'
import { CHANNEL } from '../protocol.ts'
import { type Reader, Writer } from '../wire.ts'

const FROM_SERVER = {
  init: 103,
  channelsList: 104,
  mouseMode: 105,
  multiMediaTime: 106,
  agentConnected: 107,
  agentDisconnected: 108,
  agentData: 109,
  agentToken: 110,
  switchHost: 111,
  name: 113,
  uuid: 114,
  agentConnectedTokens: 115,
} as const

const TO_SERVER = {
  attachChannels: 104,
  mouseModeRequest: 105,
  agentStart: 106,
  agentData: 107,
  agentToken: 108,
} as const

const CAP = { nameAndUuid: 1, agentConnectedTokens: 2 } as const

const LARGEST_NAME = 4096
const LONGEST_LIST = 256

export const MOUSE_MODE = { server: 1, client: 2 } as const
/** Where the pointer is ours to place ("client"), or the guest's to move ("server"). */
export type MouseMode = 'server' | 'client'

export interface MainInit {
  readonly sessionId: number
  readonly mouseMode: MouseMode
  readonly multiMediaTime: number
}

export interface MainEvents {
  onInit(init: MainInit): void
  onChannels(channels: readonly ChannelName[]): void
  onMouseMode(mode: MouseMode): void
  onMultiMediaTime(time: number): void
  onName(name: string): void
  /** @param tokens how many pieces we may send; null: those of before go on counting */
  onAgentConnected(tokens: number | null): void
  onAgentDisconnected(): void
  onAgentData(bytes: Uint8Array): void
  onAgentTokens(tokens: number): void
}

export class MainChannel implements Role {
  readonly name = { type: CHANNEL.main, id: 0 }
  readonly caps = [CAP.nameAndUuid, CAP.agentConnectedTokens]
  readonly #events: MainEvents
  #channel: Channel | null = null

  constructor(events: MainEvents) {
    this.#events = events
  }

  readonly messages: Readonly<Record<number, Handle>> = {
    [FROM_SERVER.init]: body => this.#init(body),
    [FROM_SERVER.channelsList]: body => this.#events.onChannels(readChannels(body)),
    [FROM_SERVER.mouseMode]: body => this.#setMouseMode(body.u16(), body.u16()),
    [FROM_SERVER.multiMediaTime]: body => this.#events.onMultiMediaTime(body.u32()),
    [FROM_SERVER.agentConnected]: () => this.#events.onAgentConnected(null),
    [FROM_SERVER.agentConnectedTokens]: body => this.#events.onAgentConnected(body.u32()),
    [FROM_SERVER.agentDisconnected]: () => this.#events.onAgentDisconnected(),
    [FROM_SERVER.agentData]: body => this.#events.onAgentData(body.rest()),
    [FROM_SERVER.agentToken]: body => this.#events.onAgentTokens(body.u32()),
    [FROM_SERVER.name]: body => this.#events.onName(readName(body)),
    [FROM_SERVER.uuid]: body => body.skip(16),
    [FROM_SERVER.switchHost]: () => {
      throw new SpiceError('ended', 'the machine has moved to another host')
    },
  }

  linked(channel: Channel): void {
    this.#channel = channel
  }

  requestMouseMode(mode: MouseMode): void {
    this.#channel?.send(TO_SERVER.mouseModeRequest, new Writer(2).u16(MOUSE_MODE[mode]).done())
  }

  /** @param tokens how many pieces the agent may send before we give more */
  startAgent(tokens: number): void {
    this.#channel?.send(TO_SERVER.agentStart, new Writer(4).u32(tokens).done())
  }

  sendAgentData(bytes: Uint8Array): void {
    this.#channel?.send(TO_SERVER.agentData, bytes)
  }

  sendAgentTokens(tokens: number): void {
    this.#channel?.send(TO_SERVER.agentToken, new Writer(4).u32(tokens).done())
  }

  /** u32 session, hint of displays, supported modes, mode, agent there, agent tokens, multimedia time, RAM hint. */
  #init(body: Reader): void {
    const sessionId = body.u32()
    body.skip(4)
    const [supported, current] = [body.u32(), body.u32()]
    const [agentThere, agentTokens] = [body.u32(), body.u32()]
    const multiMediaTime = body.u32()
    this.#events.onInit({ sessionId, mouseMode: modeOf(current), multiMediaTime })
    this.#preferClientMode(supported, current)
    this.#channel?.send(TO_SERVER.attachChannels)
    if (agentThere) this.#events.onAgentConnected(agentTokens)
    else this.#events.onAgentTokens(agentTokens)
  }

  #setMouseMode(supported: number, current: number): void {
    this.#events.onMouseMode(modeOf(current))
    this.#preferClientMode(supported, current)
  }

  #preferClientMode(supported: number, current: number): void {
    if (supported & MOUSE_MODE.client && current !== MOUSE_MODE.client) this.requestMouseMode('client')
  }
}

function modeOf(mode: number): MouseMode {
  return mode === MOUSE_MODE.client ? 'client' : 'server'
}

function readChannels(body: Reader): ChannelName[] {
  const count = body.count(body.u32(), 2)
  if (count > LONGEST_LIST) throw new SpiceError('too-large', `${count} channels`)
  return Array.from({ length: count }, () => ({ type: body.u8(), id: body.u8() }))
}

function readName(body: Reader): string {
  const size = body.u32()
  if (size > LARGEST_NAME) throw new SpiceError('too-large', `a name of ${size} bytes`)
  return new TextDecoder().decode(body.bytes(size)).replace(/\0.*$/s, '')
}
