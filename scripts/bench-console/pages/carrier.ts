// Stands where the app's main process stands: it has the sockets, and the client's worker gets ports whose other end
// is here, in another process (this page is of another site than the one around it).
import type { PipeTaken } from '../../../preload/model/pipe.ts'
import { target } from './watch.ts'

window.onmessage = ({ ports: [port] }) => {
  if (!port) return
  const socket = new WebSocket(`ws://${location.host}/spice/${target.get('port')}`)
  socket.binaryType = 'arraybuffer'
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => port.postMessage(new Uint8Array(data), [data])
  socket.onopen = () => {
    port.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer> | PipeTaken>) =>
      socket.send(data instanceof Uint8Array ? data : JSON.stringify(data))
  }
}
