// zlib streams, inflated now and not later: a GLZ picture may be what the next message refers to.
import { unzlibSync } from 'fflate'
import { SpiceError } from '../error.ts'

const LARGEST = 192 << 20
/** Deflate cannot do better than a byte for 1032. */
const BEST_RATIO = 1032

/** @param size what it must have once inflated */
export function inflate(bytes: Uint8Array, size: number): Uint8Array {
  if (size > LARGEST || size > bytes.byteLength * BEST_RATIO)
    throw new SpiceError('too-large', `${size} bytes said to be in ${bytes.byteLength}`)
  let inflated: Uint8Array
  try {
    inflated = unzlibSync(bytes, { out: new Uint8Array(size) })
  } catch (error) {
    throw new SpiceError('invalid', `a zlib stream that cannot be read: ${String(error)}`)
  }
  if (inflated.byteLength !== size) throw new SpiceError('truncated', 'a zlib stream ends early')
  return inflated
}
