// A real guest whose agent's words a test writes. Debian's installer kernel starts with one small script of ours that
// joins two virtio ports: com.redhat.spice.0, where an agent listens, and one that ends in a socket here. So everything
// between client and agent is real: spice-server with its tokens and pieces, QEMU, the guest's driver. Only the agent
// itself is a double, because Debian's wants a desktop around it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Reader, Writer } from '../../renderer/console/spice/wire.ts'
import { installer } from '../host.ts'
import { makeScriptDisk } from '../ram-disk.ts'
import { type Guest, startGuest } from './guest.ts'

const SCRIPT = `#!/bin/sh
PATH=/bin:/sbin
mount -t devtmpfs dev /dev
mount -t sysfs sys /sys
modprobe virtio_pci
modprobe virtio_console
until [ -e /dev/vport*p1 ] && [ -e /dev/vport*p2 ]; do sleep 1; done
exec 3<>$(echo /dev/vport*p1) 4<>$(echo /dev/vport*p2)
while :; do cat <&3 >&4; sleep 1; done &
while :; do cat <&4 >&3; sleep 1; done
`

/** What of the installer's RAM disk the script needs. */
const NEEDED = [
  /^(bin|sbin|dev|sys|lib|lib64|lib\/x86_64-linux-gnu|lib\/modules(\/[^/]+(\/kernel(\/drivers(\/char|\/virtio)?)?)?)?)$/,
  /^bin\/(busybox|kmod|sh|cat|mount|sleep)$/,
  /^sbin\/modprobe$/,
  /^lib64\/|^lib\/x86_64-linux-gnu\/(ld-linux|libc\.|libresolv|libkmod|libzstd|liblzma|libz\.|libcrypto)/,
  /\/modules\.(dep|alias|symbols|builtin)/,
  /\/kernel\/drivers\/(virtio\/virtio|char\/virtio_console)/,
]
/** Where the script runs: with this RAM disk and these arguments, beside the installer's kernel. */
export const KERNEL_ARGUMENTS = 'rdinit=/vitrina quiet'
export const makeAgentDisk = () => makeScriptDisk(SCRIPT, NEEDED)

export interface AgentMessage {
  readonly type: number
  readonly body: Reader
}

/** The agent's end of the port. */
export interface AgentDouble {
  say(type: number, body: Uint8Array): void
  /** The next message of that type; those of other types are passed over. */
  next(type: number): Promise<AgentMessage>
  close(): void
}

export interface AgentGuest {
  readonly guest: Guest
  readonly agent: AgentDouble
  stop(): Promise<void>
}

/** QEMU's side of the port, and the name by which the server knows what it is for. */
export interface PortKind {
  readonly chardev: string
  readonly name: string
}

const AGENT: PortKind = { chardev: 'spicevmc,id=agent,name=vdagent', name: 'com.redhat.spice.0' }

export async function startAgentGuest(): Promise<AgentGuest> {
  const { guest, double, stop } = await startPortGuest(AGENT)
  const agent = connectDouble(double)
  return {
    guest,
    agent,
    stop: async () => {
      agent.close()
      await stop()
    },
  }
}

export interface PortGuest {
  readonly guest: Guest
  /** The socket where the port's other end is. */
  readonly double: string
  stop(): Promise<void>
}

/** @param kind its chardev has the id "agent" */
export async function startPortGuest({ chardev, name }: PortKind): Promise<PortGuest> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-agent-'))
  const initrd = join(folder, 'initrd')
  writeFileSync(initrd, makeAgentDisk())
  const { kernel } = installer()
  const socketPath = join(folder, 'agent')
  const boot = ['-kernel', kernel, '-initrd', initrd, '-append', KERNEL_ARGUMENTS]
  const more = [
    ...['-device', 'virtio-serial-pci'],
    ...['-chardev', chardev],
    ...['-device', `virtserialport,nr=1,chardev=agent,name=${name}`],
    ...['-chardev', `socket,id=double,path=${socketPath},server=on,wait=off`],
    ...['-device', 'virtserialport,nr=2,chardev=double,name=vitrina.double'],
  ]
  try {
    const guest = await startGuest('disable-ticketing=on', { boot, more })
    return {
      guest,
      double: socketPath,
      stop: async () => {
        await guest.stop()
        rmSync(folder, { recursive: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

const CHUNK_HEADER_BYTES = 8
const CLIENT_PORT = 1
const HEADER_BYTES = 20

/** On the port each piece has u32 port, u32 size before it; messages run through the pieces. */
export function connectDouble(path: string): AgentDouble {
  const socket = connect(path)
  const heard: AgentMessage[] = []
  let received = Buffer.alloc(0)
  /** By port: the client's words and the server's own, which tells of the pointer. */
  const streams = new Map<number, Buffer>()
  const takePieces = () => {
    while (received.length >= CHUNK_HEADER_BYTES) {
      const end = CHUNK_HEADER_BYTES + received.readUInt32LE(4)
      if (received.length < end) return
      const port = received.readUInt32LE(0)
      const before = streams.get(port) ?? Buffer.alloc(0)
      streams.set(port, Buffer.concat([before, received.subarray(CHUNK_HEADER_BYTES, end)]))
      received = received.subarray(end)
    }
  }
  const takeMessages = (port: number, all: Buffer) => {
    let stream = all
    while (stream.length >= HEADER_BYTES && stream.length >= HEADER_BYTES + stream.readUInt32LE(16)) {
      const end = HEADER_BYTES + stream.readUInt32LE(16)
      heard.push({ type: stream.readUInt32LE(4), body: new Reader(stream.subarray(HEADER_BYTES, end)) })
      stream = stream.subarray(end)
    }
    streams.set(port, stream)
  }
  socket.on('data', data => {
    received = Buffer.concat([received, data])
    takePieces()
    for (const [port, stream] of streams) takeMessages(port, stream)
  })
  return {
    say: (type, body) => {
      const message = new Writer().u32(1).u32(type).u64(0n).u32(body.length).bytes(body).done()
      for (let at = 0; at < message.length; at += 1024) {
        const piece = message.subarray(at, at + 1024)
        socket.write(new Writer().u32(CLIENT_PORT).u32(piece.length).bytes(piece).done())
      }
    },
    next: async type => {
      for (;;) {
        const at = heard.findIndex(message => message.type === type)
        const message = heard[at]
        if (message) {
          heard.splice(0, at + 1)
          return message
        }
        await sleep(20)
      }
    },
    close: () => void socket.destroy(),
  }
}
