// The guest's agent, as the session knows it: whether it is there, what it can, and what is asked of it. What it says
// comes from inside the guest: a message that makes no sense is passed over, and never ends the session.
import type { GuestTools } from '../../display.ts'
import { SpiceError } from '../error.ts'
import { capabilityWords, hasCapability } from '../protocol.ts'
import type { Reader } from '../wire.ts'
import { AgentPipe, type AgentWay } from './agent-pipe.ts'
import { AgentClipboard, type ClipboardEvents } from './clipboard.ts'
import { type DroppedFile, FileDrop, type FileEvents } from './file-drop.ts'
import {
  AGENT_CAP,
  AGENT_MESSAGE,
  type MonitorSize,
  readAnnouncement,
  writeAnnouncement,
  writeMonitors,
} from './messages.ts'

export interface AgentEvents extends ClipboardEvents, FileEvents {
  /** null: no agent runs in the guest. */
  onTools(tools: GuestTools | null): void
}

export class Agent {
  readonly #pipe: AgentPipe
  readonly #events: AgentEvents
  readonly clipboard: AgentClipboard
  readonly #files: FileDrop
  #tools: GuestTools | null = null
  #size = ''

  constructor(way: AgentWay, events: AgentEvents) {
    this.#events = events
    this.#pipe = new AgentPipe(way, {
      take: (type, body) => this.#take(type, body),
      passOver: type => this.clipboard.passedOver(type),
    })
    this.clipboard = new AgentClipboard((type, body) => void this.#pipe.send(type, body), events)
    this.#files = new FileDrop((type, body) => this.#pipe.send(type, body), events)
  }

  /** @param tokens null: those of before go on counting */
  connected(tokens: number | null): void {
    this.#gone()
    this.#pipe.open(tokens)
    this.#announce(true)
  }

  disconnected(): void {
    this.#gone()
    this.#events.onTools(null)
  }

  addTokens(tokens: number): void {
    this.#pipe.addTokens(tokens)
  }

  receive(piece: Uint8Array): void {
    this.#pipe.receive(piece)
  }

  /** The guest's monitors are to have so many pixels. Nothing is sent when it was asked for already. */
  resize(monitors: readonly MonitorSize[]): void {
    const size = monitors.map(({ width, height }) => `${width}×${height}`).join(' ')
    if (!this.#tools?.resize || this.#size === size) return
    this.#size = size
    void this.#pipe.send(AGENT_MESSAGE.monitorsConfig, writeMonitors(monitors))
  }

  /** Off, the guest is not even told that we could. */
  shareClipboard(on: boolean): void {
    if (on === this.clipboard.isShared) return
    this.clipboard.isShared = on
    this.#announce(false)
  }

  sendFile(id: number, file: DroppedFile): void {
    if (this.#tools?.files) this.#files.start(id, file)
    else this.#events.onEnd(id, 'gone')
  }

  cancelFile(id: number): void {
    this.#files.cancel(id)
  }

  #gone(): void {
    this.#pipe.close()
    this.#files.closed()
    this.#tools = null
    this.#size = ''
  }

  #announce(wantsTheirs: boolean): void {
    const clipboard = [AGENT_CAP.clipboardByDemand, AGENT_CAP.clipboardSelection]
    const caps = [AGENT_CAP.monitorsConfig, ...(this.clipboard.isShared ? clipboard : [])]
    const body = writeAnnouncement({ wantsOurs: wantsTheirs, words: capabilityWords(caps) })
    void this.#pipe.send(AGENT_MESSAGE.announceCapabilities, body)
  }

  #take(type: number, body: Reader): void {
    try {
      if (type === AGENT_MESSAGE.announceCapabilities) this.#learn(body)
      else if (type === AGENT_MESSAGE.fileStatus) this.#files.takeStatus(body)
      else this.clipboard.take(type, body)
    } catch (error) {
      if (!(error instanceof SpiceError)) throw error
    }
  }

  #learn(body: Reader): void {
    const { wantsOurs, words } = readAnnouncement(body)
    const can = (cap: number) => hasCapability(words, cap)
    this.clipboard.selections = can(AGENT_CAP.clipboardSelection)
    this.clipboard.crLf = can(AGENT_CAP.guestCrLf)
    this.#tools = {
      resize: can(AGENT_CAP.monitorsConfig),
      clipboard: can(AGENT_CAP.clipboardByDemand),
      files: !can(AGENT_CAP.fileTransferDisabled),
    }
    if (wantsOurs) this.#announce(false)
    this.#events.onTools(this.#tools)
  }
}
