// Does KVM really run guests here? The device can be there and open, and still no guest get anywhere: inside
// another virtual machine QEMU may be refused what it asks for, or each instruction be interpreted, which is far
// slower than QEMU's own emulation. So a real guest is run (guest.ts), for some seconds at most.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { access, constants, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guestRom, STAGES } from './guest.ts'

export type KvmVerdict =
  | { readonly kind: 'works' }
  /** It runs, at the speed of an interpreter. */
  | { readonly kind: 'slow' }
  /** It stopped on its way. */
  | { readonly kind: 'stuck' }
  /** QEMU did not start it, for the reason it gave. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Guests run, but not with this computer's own CPU model, which is what machines ask for. */
  | { readonly kind: 'plainCpuOnly'; readonly reason: string }
  /** Nobody could look: no QEMU, no right to open the device, another processor than x86. */
  | { readonly kind: 'untested' }

export interface GuestRun {
  /** The letters that the guest said. */
  readonly said: string
  /** Whether it was still running when patience ended. */
  readonly endedByUs: boolean
  /** QEMU's last word. */
  readonly reason: string
}

const DEVICE = '/dev/kvm'
/** RHEL keeps its QEMU out of the path. */
const BINARIES = ['qemu-system-x86_64', '/usr/libexec/qemu-kvm']
/** Until the first letter: a loaded machine may take long to start any process. */
const START_MS = 5_000
/** Between letters. KVM takes 10 ms for the slowest, QEMU's emulation 100 ms, an interpreter 15 s. */
const LETTER_MS = 2_000
const LAST = STAGES.at(-1) ?? ''
const REASON_CHARACTERS = 300

let known: Promise<KvmVerdict> | null = null

/** Found out once for all who ask. `again` looks anew: a module was loaded, a group was joined. */
export function probeKvm({ again = false } = {}): Promise<KvmVerdict> {
  if (!known || again) known = judge()
  return known
}

/** What the wizard asks before it chooses KVM. Where nobody could look, libvirt's word stands. */
export async function kvmRunsGuests(): Promise<boolean> {
  const { kind } = await probeKvm()
  return kind === 'works' || kind === 'untested'
}

async function judge(): Promise<KvmVerdict> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { kind: 'untested' }
  const mayOpen = await access(DEVICE, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!mayOpen) return { kind: 'untested' }
  const own = await runGuest('kvm', 'host')
  if (!own) return { kind: 'untested' }
  if (!isRefused(own)) return read(own)
  // Refused for the CPU model alone? A plain one tells more of this KVM.
  const plain = await runGuest('kvm', 'qemu64')
  if (!plain || isRefused(plain)) return { kind: 'refused', reason: own.reason }
  const verdict = read(plain)
  return verdict.kind === 'works' ? { kind: 'plainCpuOnly', reason: own.reason } : verdict
}

function isRefused({ said, endedByUs }: GuestRun): boolean {
  return said === '' && !endedByUs
}

function read({ said, endedByUs }: GuestRun): KvmVerdict {
  if (said.endsWith(LAST)) return { kind: 'works' }
  return { kind: endedByUs && said.endsWith('L') ? 'slow' : 'stuck' }
}

/**
 * Runs the guest until it has said all, ends or takes too long. Null without QEMU.
 * @param accelerator `tcg`, QEMU's emulation, is the same guest's proof that a silence is KVM's
 */
export async function runGuest(
  accelerator: 'kvm' | 'tcg',
  cpu: 'host' | 'max' | 'qemu64',
): Promise<GuestRun | null> {
  // QEMU that is stopped by a failed assertion leaves its core file where it runs: here.
  const folder = await mkdtemp(join(tmpdir(), 'vitrina-kvm-'))
  try {
    const rom = join(folder, 'guest.rom')
    await writeFile(rom, guestRom())
    const args = [
      ...['-accel', accelerator, '-cpu', cpu, '-machine', 'q35', '-m', '16'],
      ...['-nodefaults', '-no-user-config', '-display', 'none', '-monitor', 'none', '-no-reboot'],
      ...['-serial', 'stdio', '-bios', rom],
    ]
    for (const binary of BINARIES) {
      const run = await listen(binary, args, folder)
      if (run) return run
    }
    return null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Null where there is no such program. */
function listen(binary: string, args: readonly string[], folder: string): Promise<GuestRun | null> {
  return new Promise(resolve => {
    const qemu = spawn(binary, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let words = ''
    let endedByUs = false
    const end = () => {
      endedByUs = true
      qemu.kill('SIGKILL')
    }
    let timer = setTimeout(end, START_MS)
    const atExit = () => {
      qemu.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    }
    process.once('exit', atExit)
    qemu.stdout.on('data', (bytes: Buffer) => {
      said = (said + bytes.toString('latin1')).slice(0, STAGES.length)
      clearTimeout(timer)
      if (said.endsWith(LAST)) end()
      else timer = setTimeout(end, LETTER_MS)
    })
    qemu.stderr.on('data', (bytes: Buffer) => {
      words = (words + bytes.toString('utf8')).slice(-4096)
    })
    qemu.on('error', () => done(null))
    qemu.on('close', () => done({ said, endedByUs, reason: firstComplaint(words) }))
    function done(run: GuestRun | null): void {
      clearTimeout(timer)
      process.off('exit', atExit)
      resolve(run)
    }
  })
}

/** QEMU's first line that is no warning: what follows it is often only its echo. */
function firstComplaint(words: string): string {
  const lines = words.split('\n').filter(line => line.trim() !== '' && !line.includes(': warning: '))
  return (lines[0] ?? '').replace(/^\S*qemu\S*: (error: )?/, '').slice(0, REASON_CHARACTERS)
}
