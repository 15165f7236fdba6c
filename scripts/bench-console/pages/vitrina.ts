// Our client as the app has it, but for its pipes: they are WebSockets here, as the other pages' are.
import type { PipeTaken } from '../../../preload/model/pipe.ts'
import { showSpice } from '../../../renderer/console/spice/spice-display.ts'
import { target, watch } from './watch.ts'

async function openPipe(): Promise<MessagePort> {
  const socket = new WebSocket(`ws://${location.host}/spice/${target.get('port')}`)
  socket.binaryType = 'arraybuffer'
  await new Promise((open, fail) => {
    socket.onopen = open
    socket.onerror = fail
  })
  const { port1, port2 } = new MessageChannel()
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => port1.postMessage(new Uint8Array(data), [data])
  port1.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | PipeTaken>) =>
    socket.send(data instanceof Uint8Array ? data : JSON.stringify(data))
  return port2
}

const frame = document.querySelector<HTMLElement>('#screen')
if (frame) {
  watch(() => frame.querySelector('canvas'))
  showSpice(frame, openPipe, {
    onConnected: () => undefined,
    onEnded: error => console.error('ended', error),
  })
}
