// A video of a console: its picture copied a few times a second to a canvas of one size, whatever the guest does to its
// own and however often it is connected anew, with its sound, then through the browser's encoder to main, which writes.

import type { RecordingId } from '../../../preload/contract.ts'
import { AppFailure } from '../../../preload/model/error.ts'
import { ask } from '../../store/client.ts'

const FRAMES_PER_SECOND = 20
const PIECE_MS = 1_000
const TYPES = ['video/webm;codecs=vp9,opus', 'video/webm;codecs=vp8,opus', 'video/webm']

export interface Recorded {
  /** The console's canvas as it is at that moment; null where there is none. */
  readonly picture: () => HTMLCanvasElement | null
  /** What is played at that moment; null: nothing. Missing: the video is to have no sound. */
  readonly sound?: (() => MediaStream | null) | undefined
}

export interface ScreenRecording {
  /** Resolves when the file is whole. Never rejects: `onEnded` is told. */
  stop(): Promise<void>
}

/**
 * @param onEnded told once; with what went wrong, or null
 */
export function recordScreen(
  recording: RecordingId,
  { picture, sound }: Recorded,
  onEnded: (failure: AppFailure | null) => void,
): ScreenRecording {
  const first = picture()
  const canvas = document.createElement('canvas')
  // Encoders halve the colours' resolution: an odd size would be cut.
  canvas.width = even(first?.width ?? 0) || 640
  canvas.height = even(first?.height ?? 0) || 480
  const context = canvas.getContext('2d', { alpha: false })
  const draw = () => {
    context?.fillRect(0, 0, canvas.width, canvas.height)
    const now = picture()
    if (now && now.width > 0) drawWhole(context, now)
    mix?.follow()
  }
  const mix = sound && mixSound(sound)
  draw()
  const type = TYPES.find(name => MediaRecorder.isTypeSupported(name)) ?? ''
  const tracks = [...canvas.captureStream(FRAMES_PER_SECOND).getTracks(), ...(mix?.tracks ?? [])]
  const recorder = new MediaRecorder(new MediaStream(tracks), { mimeType: type })
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND)
  let writing: Promise<void> = Promise.resolve()
  let failure: AppFailure | null = null
  const fail = (error: unknown) => {
    failure ??=
      error instanceof AppFailure ? error : new AppFailure('file.notOpen', {}, { detail: String(error) })
    if (recorder.state !== 'inactive') recorder.stop()
  }
  recorder.ondataavailable = ({ data }) => {
    if (data.size === 0 || failure) return
    writing = writing
      .then(async () =>
        ask('recording.write', { recording, bytes: new Uint8Array(await data.arrayBuffer()) }),
      )
      .catch(fail)
  }
  recorder.onerror = event => fail(event.error)
  const ended = new Promise<void>(done => {
    recorder.onstop = async () => {
      clearInterval(timer)
      mix?.close()
      await writing
      await ask('recording.end', { recording }).catch(fail)
      onEnded(failure)
      done()
    }
  })
  recorder.start(PIECE_MS)
  return {
    stop: () => {
      if (recorder.state !== 'inactive') recorder.stop()
      return ended
    },
  }
}

/** The rate of Opus, whatever the guest's is. */
const SOUND_HZ = 48_000

interface Mix {
  readonly tracks: readonly MediaStreamTrack[]
  /** Takes in what is played now. */
  follow(): void
  close(): void
}

/** A video's tracks are there from its beginning: silence, until something is played. */
function mixSound(sound: () => MediaStream | null): Mix {
  const context = new AudioContext({ sampleRate: SOUND_HZ })
  const mix = new MediaStreamAudioDestinationNode(context)
  // Without a source a track says nothing, not even silence, and the file would wait for it.
  const silence = new ConstantSourceNode(context, { offset: 0 })
  silence.connect(mix)
  silence.start()
  let heard: MediaStream | null = null
  let source: MediaStreamAudioSourceNode | null = null
  return {
    tracks: mix.stream.getAudioTracks(),
    follow: () => {
      const now = sound()
      if (now === heard) return
      heard = now
      source?.disconnect()
      source = now && new MediaStreamAudioSourceNode(context, { mediaStream: now })
      source?.connect(mix)
    },
    close: () => void context.close(),
  }
}

const even = (size: number) => size - (size % 2)

/** As large as it fits, in the middle. */
function drawWhole(context: CanvasRenderingContext2D | null, picture: HTMLCanvasElement): void {
  if (!context) return
  const { width, height } = context.canvas
  const scale = Math.min(width / picture.width, height / picture.height, 1)
  const [w, h] = [picture.width * scale, picture.height * scale]
  context.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h)
}
