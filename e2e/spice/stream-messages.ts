// Messages of video streams as a server writes them.
import { Body, type Box } from './draw.ts'
import type { Message } from './mock-server.ts'

export const CODEC = { mjpeg: 1, vp8: 2, h264: 3, vp9: 4, h265: 5 } as const

export interface StreamOptions {
  readonly id: number
  readonly codec: number
  readonly width: number
  readonly height: number
  readonly box: Box
  readonly clip?: readonly Box[]
}

function clipTo(body: Body, clip: readonly Box[] | undefined): Body {
  if (!clip) return body.u8(0)
  body.u8(1).u32(clip.length)
  for (const box of clip) body.rect(box)
  return body
}

/** On the primary surface, top down. */
export function createStream({ id, codec, width, height, box, clip }: StreamOptions): Message {
  const body = new Body().u32(0).u32(id).u8(1).u8(codec).u64(0n)
  body.u32(width).u32(height).u32(width).u32(height).rect(box)
  return { type: 122, body: clipTo(body, clip).done() }
}

export function streamData(id: number, time: number, frame: Uint8Array): Message {
  return { type: 123, body: new Body().u32(id).u32(time).u32(frame.length).bytes(frame).done() }
}

export function streamDataSized(
  id: number,
  time: number,
  width: number,
  height: number,
  box: Box,
  frame: Uint8Array,
): Message {
  const body = new Body().u32(id).u32(time).u32(width).u32(height).rect(box)
  return { type: 316, body: body.u32(frame.length).bytes(frame).done() }
}

export function clipStream(id: number, clip: readonly Box[]): Message {
  return { type: 124, body: clipTo(new Body().u32(id), clip).done() }
}

export function activateReport(id: number, unique: number, window: number, timeoutMs: number): Message {
  return { type: 319, body: new Body().u32(id).u32(unique).u32(window).u32(timeoutMs).done() }
}
