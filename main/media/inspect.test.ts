// Real media and images made by QEMU; pictures built here for what they do not show; and damaged ones of all kinds,
// which may be anything but a crash.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppFailure } from '../../preload/model/error.ts'
import { type OsDatabase, openOsDatabase } from '../os/database.ts'
import { inspect, inspectMedia, type ReadAt } from './inspect.ts'

const RESCUE = '/usr/lib/grub-rescue/grub-rescue-cdrom.iso'
const SECTOR = 2048

let folder = ''
let systems: OsDatabase
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrina-media-'))
  systems = await openOsDatabase({ cacheFolder: join(folder, 'cache') })
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

/** The reader of a picture in memory. */
function reader(bytes: Buffer): ReadAt {
  return async (offset, length) => bytes.subarray(offset, offset + length)
}

interface Picture {
  readonly volumeId?: string
  readonly publisherId?: string
  /** The boot catalogue's entries: platform and whether it starts. */
  readonly entries?: readonly (readonly [platform: number, starts: boolean])[]
  readonly udf?: boolean
  readonly iso?: boolean
}

/** Descriptors from sector 16, the catalogue in sector 40. */
function picture({
  volumeId = 'TEST',
  publisherId = '',
  entries = [],
  udf = false,
  iso = true,
}: Picture): Buffer {
  const bytes = Buffer.alloc(48 * SECTOR)
  let at = 16 * SECTOR
  const descriptor = (type: number, name: string, fill: (from: number) => void = () => undefined) => {
    bytes.writeUInt8(type, at)
    bytes.write(name, at + 1, 'latin1')
    bytes.writeUInt8(1, at + 6)
    fill(at)
    at += SECTOR
  }
  if (iso) {
    descriptor(1, 'CD001', from => {
      bytes.write('LINUX'.padEnd(32), from + 8, 'latin1')
      bytes.write(volumeId.padEnd(32), from + 40, 'latin1')
      bytes.write(publisherId.padEnd(128), from + 318, 'latin1')
    })
    if (entries.length > 0) {
      descriptor(0, 'CD001', from => {
        bytes.write('EL TORITO SPECIFICATION', from + 7, 'latin1')
        bytes.writeUInt32LE(40, from + 71)
      })
    }
    descriptor(255, 'CD001')
  }
  if (udf) for (const name of ['BEA01', 'NSR02', 'TEA01']) descriptor(0, name)
  writeCatalogue(bytes.subarray(40 * SECTOR, 41 * SECTOR), entries)
  return bytes
}

function writeCatalogue(into: Buffer, entries: NonNullable<Picture['entries']>): void {
  for (const [index, [platform, starts]] of entries.entries()) {
    const header = index * 64
    if (index === 0) {
      into.set([1, platform], 0)
      into.writeUInt16LE(0xaa55, 30)
    } else into.set([index === entries.length - 1 ? 0x91 : 0x90, platform, 1, 0], header)
    into[header + 32] = starts ? 0x88 : 0
  }
}

test('Debian’s rescue CD: an ISO that starts by BIOS, of no known system', async () => {
  expect(await inspectMedia(RESCUE, systems)).toMatchObject({
    kind: 'iso',
    bootable: true,
    boots: { bios: true },
    os: null,
    sizeBytes: (await readFile(RESCUE)).length,
  })
})

test('an installation picture is known by its label', async () => {
  const bytes = picture({
    volumeId: 'Debian 12.5.0 amd64 n',
    entries: [
      [0, true],
      [0xef, true],
    ],
  })
  expect(await inspect(reader(bytes), bytes.length, systems)).toMatchObject({
    kind: 'iso',
    label: 'Debian 12.5.0 amd64 n',
    bootable: true,
    boots: { bios: true, uefi: true },
    os: { shortId: 'debian12' },
  })
})

test.each([
  ['UEFI alone', [[0xef, true]], { bios: false, uefi: true }],
  ['BIOS alone', [[0, true]], { bios: true, uefi: false }],
  [
    'an entry that does not start',
    [
      [0, false],
      [0xef, true],
    ],
    { bios: false, uefi: true },
  ],
  ['no catalogue', [], { bios: false, uefi: false }],
] as const)('what starts it: %s', async (_, entries, boots) => {
  const found = await inspect(reader(picture({ entries })), 0, systems)
  expect(found).toMatchObject({ boots, bootable: boots.bios || boots.uefi })
})

test('a picture that is UDF only is one, without a label', async () => {
  const found = await inspect(reader(picture({ iso: false, udf: true })), 0, systems)
  expect(found).toMatchObject({ kind: 'iso', label: null, os: null })
})

test('Windows’ pictures carry both kinds: the label counts', async () => {
  const bytes = picture({
    volumeId: 'CCCOMA_X64FRE_EN-US_DV9',
    publisherId: 'MICROSOFT CORPORATION',
    udf: true,
  })
  expect((await inspect(reader(bytes), 0, systems)).os?.family).toBe('windows')
})

test('images that QEMU made: size, what they build on, encryption', async () => {
  const base = join(folder, 'base.qcow2')
  const over = join(folder, 'over.qcow2')
  const raw = join(folder, 'disk.raw')
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', base, '5G'])
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', base, '-F', 'qcow2', over])
  execFileSync('qemu-img', ['create', '-q', '-f', 'raw', raw, '1M'])
  const plain = { kind: 'qcow2', capacityBytes: 5 * 2 ** 30, encrypted: false }
  expect(await inspectMedia(base, systems)).toMatchObject({ ...plain, backingFile: null })
  expect(await inspectMedia(over, systems)).toMatchObject({ ...plain, backingFile: base })
  expect(await inspectMedia(raw, systems)).toMatchObject({
    kind: 'unknown',
    sizeBytes: 2 ** 20,
    bootable: false,
  })
  const locked = join(folder, 'locked.qcow2')
  // Of the two ciphers, the one whose key derivation does not time the processor: that fails on busy machines.
  const secret = ['--object', 'secret,id=s,data=x', '-o', 'encrypt.format=aes,encrypt.key-secret=s']
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', ...secret, locked, '1M'])
  expect(await inspectMedia(locked, systems)).toMatchObject({ kind: 'qcow2', encrypted: true })
}, 60_000)

test('kernels of both processors, and a disk with a boot sector', async () => {
  const x86 = Buffer.alloc(1024)
  x86.write('HdrS', 0x202, 'latin1')
  const arm = Buffer.alloc(1024)
  arm.write('ARM\x64', 56, 'latin1')
  const disk = Buffer.alloc(4096)
  disk.writeUInt16LE(0xaa55, 510)
  expect(await inspect(reader(x86), 1024, systems)).toMatchObject({ kind: 'kernel', bootable: true })
  expect(await inspect(reader(arm), 1024, systems)).toMatchObject({ kind: 'kernel', bootable: true })
  expect(await inspect(reader(disk), 4096, systems)).toMatchObject({ kind: 'raw', capacityBytes: 4096 })
})

test('what is no file is refused at once, a pipe without a writer too', async () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const empty = join(folder, 'empty')
  await writeFile(empty, '')
  const code = (path: string) => inspectMedia(path, systems).catch(error => (error as AppFailure).error.code)
  expect(await code(pipe)).toBe('media.notAFile')
  expect(await code(folder)).toBe('media.notAFile')
  expect(await code('/dev/null')).toBe('media.notAFile')
  expect(await code(join(folder, 'none'))).toBe('media.notFound')
  expect(await code(`${empty}/below`)).toBe('media.notFound')
  expect(await code('/none\0')).toBe('media.notFound')
  expect(await inspectMedia(empty, systems)).toMatchObject({ kind: 'unknown', sizeBytes: 0 })
})

test('a reader that fails says so by its code', async () => {
  // The process's own memory: a file by stat(2), unreadable at its beginning.
  await expect(inspectMedia('/proc/self/mem', systems)).rejects.toMatchObject({
    error: { code: 'media.notReadable' },
  })
})

test('whoever no longer wants it gets the reason back', async () => {
  const signal = AbortSignal.abort(new AppFailure('task.cancelled'))
  await expect(inspectMedia(RESCUE, systems, signal)).rejects.toMatchObject({
    error: { code: 'task.cancelled' },
  })
})

test('damaged pictures and images: something is answered, from few and small reads', async () => {
  const qcow2 = Buffer.alloc(4096)
  qcow2.writeUInt32BE(0x514649fb, 0)
  qcow2.writeUInt32BE(3, 4)
  const sound = [
    picture({
      volumeId: 'Debian 12.5.0',
      entries: [
        [0, true],
        [0xef, true],
      ],
      udf: true,
    }),
    qcow2,
  ]
  const damage = fc.record({
    which: fc.constantFrom(...sound),
    length: fc.nat(48 * SECTOR),
    // Where the structures lie: the first kilobyte, the descriptors, the catalogue.
    changes: fc.array(
      fc.tuple(
        fc.oneof(
          fc.nat(1023),
          fc.integer({ min: 16 * SECTOR, max: 24 * SECTOR }),
          fc.integer({ min: 40 * SECTOR, max: 41 * SECTOR }),
        ),
        fc.nat(255),
      ),
      { maxLength: 40 },
    ),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ which, length, changes }) => {
      const bytes = Buffer.from(which.subarray(0, length))
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      let reads = 0
      let most = 0
      const counted: ReadAt = (offset, count) => {
        reads++
        most = Math.max(most, count)
        return reader(bytes)(offset, count)
      }
      const found = await inspect(counted, bytes.length, systems)
      expect(['iso', 'qcow2', 'raw', 'kernel', 'unknown']).toContain(found.kind)
      expect(found.capacityBytes ?? 0).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
      expect(reads).toBeLessThan(80)
      expect(most).toBeLessThanOrEqual(SECTOR)
    }),
    { numRuns: 500 },
  )
}, 60_000)
