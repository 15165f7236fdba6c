// What the guest's agent and we say to each other, by the names and numbers of spice-protocol (vd_agent.h). Only
// what we speak. A message is u32 protocol, u32 type, u64 opaque, u32 size, body.
import { type Reader, Writer } from '../wire.ts'

export const AGENT_PROTOCOL = 1
export const AGENT_HEADER_BYTES = 20

export const AGENT_MESSAGE = {
  monitorsConfig: 2,
  clipboard: 4,
  announceCapabilities: 6,
  clipboardGrab: 7,
  clipboardRequest: 8,
  clipboardRelease: 9,
  fileStart: 10,
  fileStatus: 11,
  fileData: 12,
} as const

export const AGENT_CAP = {
  monitorsConfig: 1,
  clipboardByDemand: 5,
  clipboardSelection: 6,
  guestCrLf: 9,
  fileTransferDisabled: 13,
  fileDetailedErrors: 14,
} as const

/** Kinds of clipboard content. */
export const CLIPBOARD_TYPE = { none: 0, text: 1, png: 2 } as const

export const FILE_STATUS = {
  canSend: 0,
  cancelled: 1,
  error: 2,
  success: 3,
  noSpace: 4,
  locked: 5,
  noAgent: 6,
  disabled: 7,
} as const

export interface Announcement {
  /** The other side wants to know ours. */
  readonly wantsOurs: boolean
  readonly words: readonly number[]
}

/** u32 request, then words to the end. A guest's agent may be newer than we are: what is beyond is passed over. */
export function readAnnouncement(body: Reader): Announcement {
  const wantsOurs = body.u32() !== 0
  const count = Math.min(body.left >> 2, 64)
  return { wantsOurs, words: Array.from({ length: count }, () => body.u32()) }
}

export function writeAnnouncement({ wantsOurs, words }: Announcement): Uint8Array {
  const writer = new Writer().u32(wantsOurs ? 1 : 0)
  for (const word of words) writer.u32(word)
  return writer.done()
}

export interface MonitorSize {
  readonly width: number
  readonly height: number
}

/** u32 count, u32 flags; each: u32 height, width, depth, i32 x, y. Side by side; whether that counts is the guest's to say. */
export function writeMonitors(monitors: readonly MonitorSize[]): Uint8Array {
  const writer = new Writer().u32(monitors.length).u32(0)
  let x = 0
  for (const { width, height } of monitors) {
    writer.u32(height).u32(width).u32(32).i32(x).i32(0)
    x += width
  }
  return writer.done()
}

/** The text of a key file, with a NUL. A name is one line of it. */
export function writeFileStart(id: number, name: string, size: number): Uint8Array {
  const line = name.replace(/[\\\n\r\t]/g, letter => ESCAPES[letter] ?? '')
  const text = `[vdagent-file-xfer]\nname=${line}\nsize=${size}\n\0`
  return new Writer().u32(id).bytes(new TextEncoder().encode(text)).done()
}

/** As GLib's key files have them. */
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

export function writeFileData(id: number, bytes: Uint8Array): Uint8Array {
  return new Writer(12 + bytes.byteLength).u32(id).u64(BigInt(bytes.byteLength)).bytes(bytes).done()
}

export function writeFileStatus(id: number, status: number): Uint8Array {
  return new Writer(8).u32(id).u32(status).done()
}
