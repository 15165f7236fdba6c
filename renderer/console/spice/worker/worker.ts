// The worker of one console: runs the session, paints, passes on what the page's keyboard and mouse do.
import type { AppError } from '../../../../preload/model/error.ts'
import type { Agent } from '../agent/agent.ts'
import type { Pointer } from '../channels/cursor.ts'
import { SpiceError } from '../error.ts'
import { type PipeEars, Session } from '../session.ts'
import type { SoundFormat } from '../sound/platform.ts'
import { breatheBetween } from './breath.ts'
import { decodeJpeg } from './jpeg.ts'
import type { FromWorker, PointerImage, ToWorker } from './messages.ts'
import { MOST_DISPLAYS, Monitors, type Shown } from './monitors.ts'
import { Panes } from './panes.ts'
import { runPort } from './port-pipe.ts'
import { keepRoomForBatches } from './release.ts'
import { findSound } from './sound.ts'
import { findVideo } from './video.ts'

/** The pipes that the page is opening for us. */
const opening = new Map<number, PipeEars>()
let pipes = 0
let session: Session | null = null
const monitors = new Monitors()
const panes = new Panes(monitors, (pane, size) => tell({ t: 'size', pane, ...size }))
/** An agent in the guest knows monitors, and wants places on them; without one there is only the surface. */
let hasAgent = false

// The renderer's types are a window's; a worker has another `postMessage`.
const page = self as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}
const tell = (message: FromWorker) => page.postMessage(message)

page.onmessage = ({ data }) => {
  switch (data.t) {
    case 'start':
      return void start()
    case 'addPane':
      return panes.add(data.pane, data.canvas, data.monitor)
    case 'showMonitor':
      return panes.show(data.pane, data.id)
    case 'removePane':
      return panes.remove(data.pane)
    case 'opened':
      return adopt(data.pipe, ears => runPort(data.port, ears))
    case 'refused':
      return adopt(data.pipe, ears => ears.onEnd(data.error))
    case 'key':
      return session?.inputs.key(data.scancode, data.down)
    case 'locks':
      return session?.inputs.setLocks(data.locks)
    case 'moveTo':
      return moveTo(panes.shownBy(data.pane), data.x, data.y)
    case 'moveBy':
      return session?.inputs.moveBy(data.dx, data.dy)
    case 'button':
      return session?.inputs.button(data.button, data.down)
    case 'microphone':
      data.port.onmessage = ({ data: planes }: MessageEvent<Float32Array[]>) => session?.record.give(planes)
      return
    case 'releaseAll':
      return session?.inputs.releaseAll()
    default:
      if (session) askAgent(session.agent, data)
  }
}

function moveTo(shown: Shown | null, x: number, y: number): void {
  const { left = 0, top = 0 } = hasAgent ? {} : (shown?.part ?? {})
  session?.inputs.moveTo(x + left, y + top, displayNumber(shown))
}

/** As agents count: the only channel's monitors, or else the channels. */
function displayNumber(shown: Shown | null): number {
  if (!shown) return 0
  return shown.display === 0 ? Number(shown.monitor.id.split('.')[1]) : shown.display
}

type AgentRequest = Extract<
  ToWorker,
  { t: 'resizeGuest' | 'shareClipboard' | 'offer' | 'ask' | 'give' | 'sendFile' | 'cancelFile' }
>

function askAgent(agent: Agent, request: AgentRequest): void {
  switch (request.t) {
    case 'resizeGuest':
      return agent.resize(panes.resize(request.pane, request))
    case 'shareClipboard':
      return agent.shareClipboard(request.on)
    case 'offer':
      return agent.clipboard.offer(request.kind)
    case 'ask':
      return agent.clipboard.ask(request.kind)
    case 'give':
      return agent.clipboard.give(request.content)
    case 'sendFile':
      return agent.sendFile(request.id, request.file)
    case 'cancelFile':
      return agent.cancelFile(request.id)
  }
}

async function start(): Promise<void> {
  Object.assign(self, { roomForBatches: keepRoomForBatches() })
  const openSpeaker = (format: SoundFormat, port: MessagePort) =>
    page.postMessage({ t: 'sound', format, port }, [port])
  const [video, sound] = await Promise.all([findVideo(), findSound(openSpeaker)])
  let told = ''
  const refresh = () => {
    panes.refresh()
    const all = monitors.all().map(({ monitor }) => monitor)
    const text = JSON.stringify(all)
    if (text !== told && all.length > 0) tell({ t: 'monitors', monitors: all })
    told = text
  }
  session = new Session({
    open: ears => {
      opening.set(++pipes, ears)
      tell({ t: 'open', pipe: pipes })
    },
    decodeJpeg,
    video,
    sound,
    breathe: breatheBetween(),
    display: id =>
      id < MOST_DISPLAYS
        ? {
            onPrimary: surface => {
              monitors.setSurface(id, surface)
              refresh()
            },
            onMark: () => undefined,
            onHeads: heads => {
              monitors.setHeads(id, heads)
              refresh()
            },
            onDamage: () => panes.damaged(id),
            onVideo: counts => tell({ t: 'video', counts }),
          }
        : null,
    cursor: {
      onPointer: pointer => void showPointer(pointer),
      onMove: () => undefined,
    },
    agent: {
      onTools: tools => {
        hasAgent = tools !== null
        tell({ t: 'tools', tools })
      },
      onGuestHas: kind => tell({ t: 'guestHas', kind }),
      onContent: content => tell({ t: 'content', content }),
      onWanted: kind => tell({ t: 'wanted', kind }),
      onTooLarge: () => tell({ t: 'tooLarge' }),
      onProgress: (id, sentBytes) => tell({ t: 'fileProgress', id, sentBytes }),
      onEnd: (id, end) => tell({ t: 'fileEnded', id, end }),
    },
    events: {
      onConnected: () => tell({ t: 'connected' }),
      onMouseMode: mode => tell({ t: 'mouseMode', mode }),
      onLocks: locks => tell({ t: 'locks', locks }),
      onRecording: format => tell({ t: 'recording', format }),
      onNotice: text => tell({ t: 'notice', text }),
      onEnded: error =>
        tell({ t: 'ended', error: readError(error), unknown: session?.unknownMessages() ?? {} }),
    },
  })
  session.start()
}

function adopt(pipe: number, take: (ears: PipeEars) => void): void {
  const ears = opening.get(pipe)
  opening.delete(pipe)
  if (ears) take(ears)
}

let shownPointer: Pointer | null = null

/** Pointers are told in order: one that is overtaken while it is encoded is not told at all. */
async function showPointer(pointer: Pointer | null): Promise<void> {
  shownPointer = pointer
  const image = pointer && (await pointerImage(pointer))
  if (shownPointer === pointer) tell({ t: 'pointer', image })
}

async function pointerImage({ width, height, hotX, hotY, pixels }: Pointer): Promise<PointerImage | null> {
  if (pixels.length === 0) return null
  const canvas = new OffscreenCanvas(width, height)
  const bytes = new Uint8ClampedArray(pixels.slice().buffer)
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0)
  return { png: await canvas.convertToBlob(), hotX, hotY }
}

const CODES = {
  refused: 'console.refused',
  unsupported: 'console.unsupported',
  truncated: 'console.protocol',
  invalid: 'console.protocol',
  'too-large': 'console.protocol',
} as const

/** Errors of a pipe are main's, and pass as they are. */
function readError(error: unknown): AppError | null {
  if (error === null) return null
  if (error instanceof SpiceError)
    return error.reason === 'ended' ? null : { code: CODES[error.reason], params: {}, detail: error.message }
  if (typeof error === 'object' && 'code' in error) return error as AppError
  return { code: 'console.protocol', params: {}, detail: String(error) }
}
