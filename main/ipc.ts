// Main's door: binds every word of the contract to a service. The only file that imports ipcMain. For each call
// it checks who asks, parses what is asked, and wraps what comes back or goes wrong.
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain, MessageChannelMain } from 'electron'
import {
  type AskName,
  type AskOutput,
  type AskParsed,
  contract,
  type PipeName,
  type PipeParsed,
  type TellName,
  type TellPayload,
} from '../preload/contract.ts'
import { AppFailure, type Envelope } from '../preload/model/error.ts'
import type { Port } from './console/pipe.ts'
import { isTrustedFrame } from './electron/security.ts'
import { readFailure } from './hosts/failure.ts'
import type { Log } from './log.ts'

/** The window that asked. */
export interface Asker {
  readonly window: BrowserWindow
}

export type AskHandlers = {
  readonly [K in AskName]: (input: AskParsed<K>, asker: Asker) => AskOutput<K> | Promise<AskOutput<K>>
}

/** `takePort` hands the other end of the port to the window and gives ours: call it when the pipe is open. */
export type PipeHandlers = {
  readonly [K in PipeName]: (input: PipeParsed<K>, takePort: () => Port) => Promise<void>
}

export interface Door {
  readonly asks: AskHandlers
  readonly pipes: PipeHandlers
  /** The window that a trusted frame belongs to, or null. */
  readonly windowOf: (event: IpcMainInvokeEvent) => BrowserWindow | null
  readonly log: Log
}

export function openDoor(door: Door): void {
  for (const name of Object.keys(contract.ask) as AskName[]) bindAsk(name, door)
  for (const name of Object.keys(contract.pipe) as PipeName[]) bindPipe(name, door)
}

/** Main → windows. A window that is closing is passed over. */
export function tell<K extends TellName>(
  windows: Iterable<BrowserWindow>,
  name: K,
  payload: TellPayload<K>,
): void {
  for (const window of windows) if (!window.isDestroyed()) window.webContents.send(`tell:${name}`, payload)
}

function bindAsk<K extends AskName>(name: K, door: Door): void {
  const handler = door.asks[name] as (input: unknown, asker: Asker) => unknown
  ipcMain.handle(`ask:${name}`, (event, raw: unknown) =>
    answer(name, door, event, async window => handler(parse(contract.ask[name].input, raw), { window })),
  )
}

function bindPipe<K extends PipeName>(name: K, door: Door): void {
  const handler = door.pipes[name] as (input: unknown, takePort: () => Port) => Promise<void>
  ipcMain.handle(`pipe:${name}`, (event, raw: unknown) =>
    answer(name, door, event, async window => {
      const { input, nonce } = readPipeRequest(raw)
      await handler(parse(contract.pipe[name].input, input), () => {
        const { port1, port2 } = new MessageChannelMain()
        window.webContents.postMessage('pipe', nonce, [port2])
        return port1
      })
      return null
    }),
  )
}

async function answer(
  name: string,
  door: Door,
  event: IpcMainInvokeEvent,
  work: (window: BrowserWindow) => Promise<unknown>,
): Promise<Envelope<unknown>> {
  try {
    const window = door.windowOf(event)
    if (!window || !isTrustedFrame(event)) throw new AppFailure('ipc.untrusted')
    return { ok: true, value: await work(window) }
  } catch (error) {
    const failure = readFailure(error)
    door.log.error('ask failed', { name, code: failure.error.code, detail: failure.error.detail })
    return { ok: false, error: failure.error }
  }
}

interface Schema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { message: string } }
}

function parse(schema: Schema, value: unknown): unknown {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new AppFailure('ipc.badInput', {}, { detail: parsed.error.message })
  return parsed.data
}

function readPipeRequest(raw: unknown): { input: unknown; nonce: string } {
  const { input, nonce } = (raw ?? {}) as { input?: unknown; nonce?: unknown }
  if (typeof nonce !== 'string' || nonce.length < 16 || nonce.length > 64)
    throw new AppFailure('ipc.badInput')
  return { input, nonce }
}
