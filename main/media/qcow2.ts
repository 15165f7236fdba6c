// The head of a qcow2 image (QEMU's docs/interop/qcow2.txt): big endian, 72 bytes that every version has, and the
// name of the image it builds on, which is text of a stranger: shown, never opened.
import type { ReadAt } from './inspect.ts'

const MAGIC = 0x514649fb
const HEAD = 72
/** QEMU's own limit lies far below; more is a lie or damage. */
const LARGEST = 2n ** 53n - 1n
/** The format's own limit. */
const LONGEST_NAME = 1023

export interface Qcow2Facts {
  /** The size that the guest sees. */
  readonly capacityBytes: number
  readonly backingFile: string | null
  readonly encrypted: boolean
}

/** Null when it is no qcow2 image, or one that nobody could open. */
export async function readQcow2(read: ReadAt): Promise<Qcow2Facts | null> {
  const head = await read(0, HEAD)
  if (head.length < HEAD || head.readUInt32BE(0) !== MAGIC) return null
  const version = head.readUInt32BE(4)
  const size = head.readBigUInt64BE(24)
  if ((version !== 2 && version !== 3) || size > LARGEST) return null
  return {
    capacityBytes: Number(size),
    backingFile: await readBackingFile(read, head),
    encrypted: head.readUInt32BE(32) !== 0,
  }
}

async function readBackingFile(read: ReadAt, head: Buffer): Promise<string | null> {
  const at = head.readBigUInt64BE(8)
  const length = head.readUInt32BE(16)
  // It lies in the first cluster, which is 2 MiB at most.
  if (at === 0n || at > 2n ** 21n || length === 0 || length > LONGEST_NAME) return null
  return (await read(Number(at), length)).toString('utf8')
}
