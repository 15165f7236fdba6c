// A real guest that draws what it is told to: Debian's installer kernel with a framebuffer of 800 × 600, and a script of
// ours that takes commands over the serial line. The same command draws the same each time, but for what is random.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { installer } from '../host.ts'
import { makeScriptDisk } from '../ram-disk.ts'
import { type Guest, startGuest } from './guest.ts'

export const GUEST_SIZE = { width: 800, height: 600 } as const
/** VESA's mode 0x143, 800 × 600 in 32 bits, as the kernel numbers it. */
const MODE = 'vga=0x343'

const SCRIPT = `#!/bin/sh
PATH=/bin:/sbin
mount -t devtmpfs dev /dev
exec </dev/ttyS0 >/dev/ttyS0 2>/dev/null
stty -echo
until [ -e /dev/fb0 ]; do sleep 1; done
noise() { dd if=/dev/urandom of=/dev/fb0 bs=1920000 count=1 iflag=fullblock; }
film() { [ $(($1 % 2)) = 0 ] && echo -n "$day" >/dev/fb0 || echo -n "$night" >/dev/fb0; }
lines() {
  printf '\\033[?25l\\033[%dm' $((31 + $1 % 7))
  printf 'line %d of text that scrolls, as a build or a log does, in colour and wide\\n' $1
}
day=FilmOfADay night=andofnight
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do day=$day$day night=$night$night; done
echo READY
while read what count; do
  n=0
  while [ $n -lt $count ]; do
    case $what in
      scroll) lines $n >/dev/tty0 ;;
      noise) noise ;;
      film) film $n ;;
    esac
    n=$((n + 1))
  done
  echo DONE
done
`

const NEEDED = [
  /^(bin|sbin|dev|lib|lib64|lib\/x86_64-linux-gnu)$/,
  /^bin\/(busybox|sh|cat|mount|sleep|dd|stty|printf)$/,
  /^lib64\/|^lib\/x86_64-linux-gnu\/(ld-linux|libc\.|libresolv)/,
]

export interface DrawingGuest {
  readonly guest: Guest
  /** Resolves once the guest has done it. @param count how many lines, screens, frames of a film */
  draw(what: 'scroll' | 'noise' | 'film', count: number): Promise<void>
  stop(): Promise<void>
}

/** @param spice more of QEMU's -spice option */
export async function startDrawingGuest(spice: string, more: readonly string[] = []): Promise<DrawingGuest> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-drawing-'))
  const initrd = join(folder, 'initrd')
  writeFileSync(initrd, makeScriptDisk(SCRIPT, NEEDED))
  const serial = join(folder, 'serial')
  const append = `rdinit=/vitrina quiet vt.global_cursor_default=0 ${MODE}`
  const boot = ['-kernel', installer().kernel, '-initrd', initrd, '-append', append]
  let guest: Guest | null = null
  let socket: Socket | null = null
  const stop = async () => {
    socket?.destroy()
    await guest?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    guest = await startGuest(`disable-ticketing=on,${spice}`, {
      boot,
      more: ['-serial', `unix:${serial},server=on,wait=off`, ...more],
    })
    socket = connect(serial)
    const said = createInterface(socket)
    const line = socket
    await heard(said, 'READY')
    return {
      guest,
      draw: async (what, count) => {
        const done = heard(said, 'DONE')
        line.write(`${what} ${count}\n`)
        await done
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function heard(said: Interface, word: string): Promise<void> {
  return new Promise(done => {
    const listen = (line: string) => {
      if (line.trim() !== word) return
      said.off('line', listen)
      done()
    }
    said.on('line', listen)
  })
}
