// Makes a film for the bench, in each codec that this browser can encode: a picture of many colours that moves sideways.
import { tell } from './watch.ts'

const [WIDTH, HEIGHT] = [1920, 1080]
const FRAMES = 50
const FRAME_US = 40_000
const STEP_PIXELS = 8
const DOTS = 4_000
const JPEG_QUALITY = 0.85
const CODECS = { vp8: 'vp8', h264: 'avc1.640028' } as const

const scenery = new OffscreenCanvas(WIDTH + FRAMES * STEP_PIXELS, HEIGHT)
const pen = scenery.getContext('2d') as OffscreenCanvasRenderingContext2D
for (let dot = 0; dot < DOTS; dot++) {
  const [x, y] = [Math.random() * scenery.width, Math.random() * HEIGHT]
  const gradient = pen.createRadialGradient(x, y, 0, x, y, 60)
  gradient.addColorStop(0, `hsl(${Math.random() * 360} 70% 50%)`)
  gradient.addColorStop(1, 'transparent')
  pen.fillStyle = gradient
  pen.fillRect(x - 60, y - 60, 120, 120)
}
const film = new OffscreenCanvas(WIDTH, HEIGHT)
const projector = film.getContext('2d', { alpha: false }) as OffscreenCanvasRenderingContext2D
const draw = (frame: number) => projector.drawImage(scenery, -frame * STEP_PIXELS, 0)

async function encodeJpegs(): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  for (let frame = 0; frame < FRAMES; frame++) {
    draw(frame)
    const blob = await film.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY })
    frames.push(new Uint8Array(await blob.arrayBuffer()))
  }
  return frames
}

/** @returns null where the browser has no encoder */
async function encodeVideo(codec: string): Promise<Uint8Array[] | null> {
  const config: VideoEncoderConfig = {
    codec,
    width: WIDTH,
    height: HEIGHT,
    bitrate: 8_000_000,
    framerate: 25,
    latencyMode: 'realtime',
    ...(codec.startsWith('avc1') ? { avc: { format: 'annexb' } } : {}),
  }
  const { supported } = await VideoEncoder.isConfigSupported(config)
  if (!supported) return null
  const frames: Uint8Array[] = []
  const encoder = new VideoEncoder({
    output: chunk => {
      const bytes = new Uint8Array(chunk.byteLength)
      chunk.copyTo(bytes)
      frames.push(bytes)
    },
    error: error => void tell({ t: 'trouble', text: String(error) }),
  })
  encoder.configure(config)
  for (let frame = 0; frame < FRAMES; frame++) {
    draw(frame)
    const picture = new VideoFrame(film, { timestamp: frame * FRAME_US })
    encoder.encode(picture, { keyFrame: frame === 0 })
    picture.close()
    await encoder.flush()
  }
  return frames
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const films = [
  { codec: 'mjpeg', frames: await encodeJpegs() },
  { codec: 'vp8', frames: await encodeVideo(CODECS.vp8) },
  { codec: 'h264', frames: await encodeVideo(CODECS.h264) },
] as const
void tell({
  t: 'films',
  films: films.flatMap(({ codec, frames }) => (frames ? [{ codec, frames: frames.map(toBase64) }] : [])),
})
