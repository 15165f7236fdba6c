// A RAM disk for the installer's kernel: what a script of ours needs of the installer's own, and the script.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { installer } from '../host.ts'

const HEAD_BYTES = 110

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

function archiveEntry(name: string, mode: number, text = ''): Buffer {
  const fields = [0, mode, 0, 0, 1, 0, text.length, 0, 0, 0, 0, name.length + 1, 0]
  const head = `070701${fields.map(field => field.toString(16).padStart(8, '0')).join('')}${name}\0`
  return Buffer.concat([pad(Buffer.from(head)), pad(Buffer.from(text))])
}

const padded = (size: number) => (size + 3) & ~3

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)])
}

/**
 * @param script runs as /vitrina
 * @param needed names of files; all of them would take an emulated guest minutes to unpack
 */
export function makeRamDisk(script: string, needed: readonly RegExp[]): Buffer {
  const parts = shrinkArchive(gunzipSync(readFileSync(installer().initrd)), needed)
  return Buffer.concat([parts, archiveEntry('vitrina', 0o100755, script), archiveEntry('TRAILER!!!', 0)])
}
