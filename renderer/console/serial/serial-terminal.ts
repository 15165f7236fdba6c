// The guest's text console in a terminal.
import { FitAddon } from '@xterm/addon-fit'
import { Terminal } from '@xterm/xterm'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { LifeEvents } from '../display.ts'
import { PortSocket } from '../port-socket.ts'
import '@xterm/xterm/css/xterm.css'

export interface TextConsole {
  focus(): void
  close(): void
}

/**
 * @param ref its device is null for the first
 * @param label what a screen reader calls it
 */
export function openSerial(
  frame: HTMLElement,
  ref: VmRef & { readonly device: string | null },
  label: string,
  events: LifeEvents,
): TextConsole {
  frame.replaceChildren()
  const terminal = new Terminal({
    convertEol: false,
    scrollback: 5_000,
    screenReaderMode: true,
    fontFamily: 'JetBrains Mono Variable, monospace',
  })
  const fit = new FitAddon()
  terminal.loadAddon(fit)
  terminal.open(frame)
  terminal.textarea?.setAttribute('aria-label', label)
  const observer = new ResizeObserver(() => fit.fit())
  observer.observe(frame)
  const socket = new PortSocket(pipe('console.open', { kind: 'serial', ...ref }), error => {
    observer.disconnect()
    events.onEnded(error)
  })
  socket.onopen = () => events.onConnected()
  socket.onmessage = event => terminal.write(new Uint8Array(event.data as ArrayBuffer))
  const encoder = new TextEncoder()
  terminal.onData(text => socket.send(encoder.encode(text)))
  return {
    focus: () => terminal.focus(),
    close: () => {
      socket.close()
      terminal.dispose()
    },
  }
}
