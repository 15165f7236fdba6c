// Does KVM really run guests here? The device can be there and open, and still no guest get anywhere: on a rented
// or nested machine, or with a kernel that lacks what QEMU asks for. So a real guest is run, for three seconds at
// most: a boot sector of ours that enters 64-bit mode with paging on, counts to ten million and says so.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * cli; zero segments, stack at 0x7c00; page tables at 0x1000 (one 2 MiB page at 0); lgdt; CR4.PAE; CR3; EFER.LME;
 * CR0.PG|PE; ljmp to a 64-bit segment; mov ecx,10000000; dec/jnz; out 0xf4, 0x2a; hlt. The GDT follows.
 */
const BOOT_CODE =
  'fa31c08ed88ec08ed0bc007cbf00106631c0b9000c66f3ab66c70600100320000066c70600200330000066c7060030830000000f0116907c0f20e06683c8200f22e066b8001000000f22d866b9800000c00f32660d000100000f300f20c0660d010000800f22c0ea6c7c0800b980969800ffc975fcbaf4000000b02aeef4ebfd000000000000000000000000009a20000f00807c'
const SECTOR = 512
/** isa-debug-exit ends QEMU with (value << 1) | 1. */
const SAID_SO = (0x2a << 1) | 1
const PATIENCE_MS = 5_000

let known: Promise<boolean> | null = null

/** Found out once; it does not change while the app runs. */
export function kvmRunsGuests(): Promise<boolean> {
  known ??= process.arch === 'x64' ? runGuest('kvm') : Promise.resolve(true)
  return known
}

/** @param accelerator `tcg` runs the same guest emulated: the test's own test */
export async function runGuest(accelerator: 'kvm' | 'tcg'): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-kvm-'))
  try {
    const disk = join(folder, 'boot.img')
    await writeFile(disk, bootSector())
    return (await runQemu(accelerator, disk)) === SAID_SO
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function bootSector(): Buffer {
  const sector = Buffer.alloc(SECTOR)
  Buffer.from(BOOT_CODE, 'hex').copy(sector)
  sector.writeUInt16LE(0xaa55, SECTOR - 2)
  return sector
}

/** QEMU's exit status; null when there is no QEMU, or it had to be ended. */
function runQemu(accelerator: string, disk: string): Promise<number | null> {
  const args = [
    ...['-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : 'max', '-m', '16'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=1'],
    ...['-drive', `if=none,id=boot,format=raw,readonly=on,file=${disk}`, '-device', 'ide-hd,drive=boot'],
  ]
  return new Promise(resolve => {
    const qemu = spawn('qemu-system-x86_64', args, { stdio: 'ignore' })
    const timer = setTimeout(() => qemu.kill('SIGKILL'), PATIENCE_MS)
    qemu.on('error', () => {
      clearTimeout(timer)
      resolve(null)
    })
    qemu.on('exit', code => {
      clearTimeout(timer)
      resolve(code)
    })
  })
}
