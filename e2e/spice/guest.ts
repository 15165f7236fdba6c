// A real guest with a SPICE display: Debian's GRUB rescue CD in QEMU, started without libvirt so that the compression
// can be chosen, and without KVM: a /dev/kvm that is there need not run guests. Its own picture of itself comes from
// QEMU (QMP screendump).
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { rescueIso } from '../host.ts'
import { readPpm, type Screen } from './connect.ts'

export interface Guest {
  readonly port: number
  screen(): Promise<Screen>
  /** Names as QEMU's sendkey has them. */
  press(key: string): Promise<void>
  stop(): Promise<void>
}

export interface GuestOptions {
  /** A socket's path instead of a port, which is then 0. */
  readonly socket?: string
  /** More of QEMU's arguments. */
  readonly more?: readonly string[]
  /** What it starts from; without, the rescue CD. */
  readonly boot?: readonly string[]
}

/** @param spice more of QEMU's -spice option: image-compression=quic */
export async function startGuest(
  spice: string,
  { socket, more = [], boot = ['-cdrom', rescueIso()] }: GuestOptions = {},
): Promise<Guest> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-spice-'))
  const port = socket ? 0 : await freePort()
  const place = socket ? `unix=on,addr=${socket}` : `addr=127.0.0.1,port=${port}`
  const qmpPath = join(folder, 'qmp')
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...['-machine', 'q35,accel=tcg', '-m', '512', '-nodefaults', '-device', 'VGA'],
      ...[...boot, '-qmp', `unix:${qmpPath},server=on,wait=off`],
      ...['-spice', `${place},${spice}`],
      ...more,
    ],
    { stdio: 'ignore' },
  )
  try {
    const qmp = await openQmp(qmpPath, qemu)
    return {
      port,
      screen: async () => {
        const file = join(folder, 'screen.ppm')
        await qmp.run('screendump', { filename: file })
        return readPpm(readFileSync(file))
      },
      press: key => qmp.run('send-key', { keys: [{ type: 'qcode', data: key }] }),
      stop: async () => {
        qmp.close()
        await end(qemu)
        rmSync(folder, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await end(qemu)
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

/** GRUB's menu, which stands still: its frame is far more than the firmware's greeting has. */
export async function waitForMenu(guest: Guest): Promise<void> {
  const inkPixels = 20_000
  for (let tries = 0; tries < 300; tries++) {
    const { data } = await guest.screen()
    let ink = 0
    for (let at = 0; at < data.length; at += 4) if (data.readUIntBE(at, 3) !== 0) ink++
    if (ink > inkPixels) return
    await sleep(200)
  }
  throw new Error('GRUB does not come')
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  await new Promise(done => server.close(done))
  return port
}

async function end(qemu: ChildProcess): Promise<void> {
  if (qemu.exitCode !== null) return
  const gone = new Promise(done => qemu.once('exit', done))
  qemu.kill('SIGKILL')
  await gone
}

interface Qmp {
  run(command: string, args: object): Promise<void>
  close(): void
}

async function openQmp(path: string, qemu: ChildProcess): Promise<Qmp> {
  const socket = await connectWhenThere(path, qemu)
  const waiting: { done: () => void; fail: (error: Error) => void }[] = []
  let rest = ''
  socket.on('data', data => {
    const lines = (rest + data).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as { return?: unknown; error?: { desc: string } }
      if (message.error) waiting.shift()?.fail(new Error(message.error.desc))
      else if ('return' in message) waiting.shift()?.done()
    }
  })
  const run = (execute: string, args: object) =>
    new Promise<void>((done, fail) => {
      waiting.push({ done, fail })
      socket.write(`${JSON.stringify({ execute, arguments: args })}\n`)
    })
  await run('qmp_capabilities', {})
  return { run, close: () => socket.destroy() }
}

async function connectWhenThere(path: string, qemu: ChildProcess): Promise<Socket> {
  for (let tries = 0; tries < 300 && qemu.exitCode === null; tries++) {
    const socket = connect(path)
    const open = await new Promise<boolean>(done => {
      socket.once('connect', () => done(true))
      socket.once('error', () => done(false))
    })
    if (open) return socket
    await sleep(100)
  }
  throw new Error('QEMU does not start')
}
