// Small RAM disks for guests of tests: what is needed of Debian's installer, and files of ours. All of the installer's would take
// an emulated guest minutes to unpack.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { installer } from './host.ts'

export interface AddedFile {
  readonly name: string
  readonly bytes: Buffer
}

const HEAD_BYTES = 110

/** @param needed what is kept, by path; @param added files, all executable, whose folders are made */
export function shrinkInstaller(needed: readonly RegExp[], added: readonly AddedFile[]): Buffer {
  const folders = [...new Set(added.flatMap(({ name }) => foldersOf(name)))]
  return Buffer.concat([
    shrinkArchive(gunzipSync(readFileSync(installer().initrd)), needed),
    ...folders.map(name => archiveEntry(name, 0o040755)),
    ...added.map(({ name, bytes }) => archiveEntry(name, 0o100755, bytes)),
    archiveEntry('TRAILER!!!', 0),
  ])
}

/** @param script runs as /vitrina */
export function makeScriptDisk(script: string, needed: readonly RegExp[]): Buffer {
  return shrinkInstaller(needed, [{ name: 'vitrina', bytes: Buffer.from(script) }])
}

/** The kernel's archive format ("newc"): each file has 13 numbers of 8 hexadecimal digits, its name, its bytes. */
function shrinkArchive(archive: Buffer, needed: readonly RegExp[]): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; ; ) {
    const field = (n: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + 8 * n, at + 14 + 8 * n), 16)
    const [dataBytes, nameBytes] = [field(6), field(11)]
    const name = archive.toString('latin1', at + HEAD_BYTES, at + HEAD_BYTES + nameBytes - 1)
    if (name === 'TRAILER!!!') return Buffer.concat(kept)
    const end = padded(at + HEAD_BYTES + nameBytes) - at + padded(dataBytes)
    if (needed.some(pattern => pattern.test(name))) kept.push(archive.subarray(at, at + end))
    at += end
  }
}

function foldersOf(name: string): string[] {
  const parts = name.split('/').slice(0, -1)
  return parts.map((_, n) => parts.slice(0, n + 1).join('/'))
}

function archiveEntry(name: string, mode: number, bytes: Buffer = Buffer.alloc(0)): Buffer {
  const fields = [0, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0]
  const head = `070701${fields.map(field => field.toString(16).padStart(8, '0')).join('')}${name}\0`
  return Buffer.concat([pad(Buffer.from(head)), pad(bytes)])
}

const padded = (size: number) => (size + 3) & ~3

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)])
}
