// The head of a qcow2 image (QEMU's docs/interop/qcow2.txt): big endian, 72 bytes that every version has.
import type { ReadAt } from './inspect.ts'

const MAGIC = 0x514649fb
/** QEMU's own limit lies far below; more is a lie or damage. */
const LARGEST = 2n ** 56n

/** The size that the guest sees; null when it is no qcow2 image. */
export async function readQcow2(read: ReadAt): Promise<{ readonly capacityBytes: number } | null> {
  const head = await read(0, 72)
  if (head.length < 72 || head.readUInt32BE(0) !== MAGIC) return null
  const version = head.readUInt32BE(4)
  const size = head.readBigUInt64BE(24)
  if ((version !== 2 && version !== 3) || size > LARGEST) return null
  return { capacityBytes: Number(size) }
}
