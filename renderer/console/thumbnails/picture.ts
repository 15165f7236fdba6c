// A host's picture of a screen, made small at once: the large one is gone when this returns.

const PNG_START = [0x89, 0x50, 0x4e, 0x47]

/** @returns null for what is no picture */
export async function shrinkPicture(
  bytes: Uint8Array,
  width: number,
  height: number,
): Promise<ImageBitmap | null> {
  const source = PNG_START.every((byte, at) => bytes[at] === byte)
    ? new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/png' })
    : readPpm(bytes)
  if (!source) return null
  const size = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const
  return createImageBitmap(source, size).catch(() => null)
}

/** QEMU before 7.1 makes these: `P6`, width, height, 255, then three bytes a pixel (netpbm's ppm(5)). */
export function readPpm(bytes: Uint8Array): ImageData | null {
  const head = /^P6\s(?:#[^\n]*\n)*(\d{1,5})\s+(\d{1,5})\s+255\s/.exec(
    new TextDecoder('latin1').decode(bytes.subarray(0, 200)),
  )
  const [width, height] = [Number(head?.[1] ?? 0), Number(head?.[2] ?? 0)]
  const from = head?.[0].length ?? 0
  if (width * height === 0 || bytes.length < from + width * height * 3) return null
  const image = new ImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = from + pixel * 3
    image.data.set([bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, 255], pixel * 4)
  }
  return image
}
