// noVNC with the options that the app gives it.
import RFB from '@novnc/novnc'
import { target, watch } from './watch.ts'

const frame = document.querySelector<HTMLElement>('#screen')
if (frame) {
  watch(() => frame.querySelector('canvas'))
  const socket = new WebSocket(`ws://${location.host}/plain/${target.get('port')}`)
  const rfb = new RFB(frame, socket, { shared: true })
  rfb.scaleViewport = true
}
