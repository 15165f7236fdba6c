// The clients beside each other: three pages in a browser of their own, and the native one on a virtual display.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findChromium } from '../../e2e/standin/chromium/find.ts'
import { chromiumFlags } from '../../e2e/standin/chromium/flags.ts'
import { commandLine, hasThread, MARK, untilIdle } from '../bench-processes.ts'
import type { Relay } from './relay.ts'

export const PAGES = { vitrina: 'Vitrina', 'spice-html5': 'spice-html5 0.2.1', novnc: 'noVNC' } as const
export type PageName = keyof typeof PAGES
export type ClientName = PageName | 'remote-viewer'

export interface Client {
  readonly name: ClientName
  /** All its processes carry it; a page goes by it too. */
  readonly mark: string
  close(): Promise<void>
}

let marks = 0

/** @param port of the server on loopback */
export function startClient(name: ClientName, relay: Relay, port: number): Promise<Client> {
  const mark = `${process.pid}-${++marks}`
  if (name === 'remote-viewer') return startNative(mark, port)
  return Promise.resolve(openPage(name, mark, `${relay.origin}/${name}.html?mark=${mark}&port=${port}`))
}

/** Until the first picture is there and all is quiet. @returns milliseconds from connecting, where a page measured it */
export async function untilShown({ name, mark }: Client, relay: Relay): Promise<number> {
  const ms = name === 'remote-viewer' ? Number.NaN : (await relay.hear(mark, 'firstPicture')).ms
  if (Number.isNaN(ms)) await sleep(2_000)
  await untilIdle(mark)
  return ms
}

/**
 * Whether a process of a page's browser only brings the bytes: the network service, and what stands where the app's
 * main process does (carrier.ts). The native client's one process does everything.
 */
export function isCarrier(name: ClientName, pid: number): boolean {
  const command = commandLine(pid)
  if (command.includes('network.mojom.NetworkService')) return true
  return name === 'vitrina' && command.includes('--type=renderer') && !hasThread(pid, 'DedicatedWorker')
}

/** In Chromium as the stand-in starts it, and nothing looking on. */
export function openPage(name: ClientName, mark: string, url: string): Client {
  const profile = mkdtempSync(join(tmpdir(), 'vitrina-bench-profile-'))
  const flags = chromiumFlags({
    windowed: false,
    isRoot: process.getuid?.() === 0,
    profile,
    windowClass: 'bench',
    hasSharedMemory: false,
    asked: [],
  })
  const env = { ...process.env, [MARK]: mark }
  const browser = spawn(findChromium(), [...flags, '--site-per-process', '--window-size=1000,700', url], {
    env,
    stdio: 'ignore',
  })
  return {
    name,
    mark,
    close: async () => {
      await end(browser, 'SIGTERM')
      // Its helpers go a little later than itself.
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
}

async function startNative(mark: string, port: number): Promise<Client> {
  const env = { ...process.env, [MARK]: mark, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' }
  const display = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1000x700x24', '-nolisten', 'tcp'], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [number] = (await once(display.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer]
  const viewer = spawn('remote-viewer', [`spice://127.0.0.1:${port}`], {
    env: { ...env, DISPLAY: `:${String(number).trim()}` },
    stdio: 'ignore',
  })
  return {
    name: 'remote-viewer',
    mark,
    close: async () => {
      await end(viewer)
      await end(display)
    },
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}
