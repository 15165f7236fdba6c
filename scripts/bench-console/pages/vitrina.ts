// Our client as the app has it: its worker takes bytes from ports of another process, which a page of another site
// stands in for (carrier.ts).
import { showSpice } from '../../../renderer/console/spice/spice-display.ts'
import { target, tell, watch } from './watch.ts'

const carrier = document.createElement('iframe')
const site = location.origin.replace('127.0.0.1', 'localhost')
carrier.src = `${site}/carrier.html?port=${target.get('port')}`

async function openPipe(): Promise<MessagePort> {
  const { port1, port2 } = new MessageChannel()
  carrier.contentWindow?.postMessage(null, site, [port1])
  return port2
}

const frame = document.querySelector<HTMLElement>('#screen')
carrier.onload = () => {
  if (!frame) return
  watch(() => frame.querySelector('canvas'))
  showSpice(frame, openPipe, {
    onConnected: () => undefined,
    onEnded: error => console.error('ended', error),
    onVideo: counts => void tell({ t: 'video', counts }),
  })
}
document.body.append(carrier)
