// JPEG by the platform's own decoder, without colour management: the bytes are the pixels.
import { SpiceError } from '../error.ts'
import { checkSize, type Picture } from '../images/picture.ts'

export async function decodeJpeg(bytes: Uint8Array): Promise<Picture> {
  const blob = new Blob([bytes.slice()], { type: 'image/jpeg' })
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const
  const bitmap = await createImageBitmap(blob, options).catch(() => {
    throw new SpiceError('invalid', 'a JPEG that cannot be read')
  })
  const { width, height } = bitmap
  try {
    checkSize(width, height)
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no 2D context')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, width, height)
    return { width, height, pixels: new Uint32Array(data.buffer), alpha: false }
  } finally {
    bitmap.close()
  }
}
