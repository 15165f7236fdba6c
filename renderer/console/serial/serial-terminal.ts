// The guest's text console in a terminal. The terminal outlives its connections, so that what was said before a reboot
// can still be read, searched and saved.
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Terminal } from '@xterm/xterm'
import type { VmRef } from '../../../preload/model/ids.ts'
import { pipe } from '../../store/client.ts'
import type { LifeEvents } from '../display.ts'
import { PortSocket } from '../port-socket.ts'
import '@xterm/xterm/css/xterm.css'

const KEPT_LINES = 10_000

export interface TextTerminal {
  /** @param ref its device is null for the first. One connection at a time. */
  connect(ref: VmRef & { readonly device: string | null }, events: LifeEvents): { close(): void }
  /** Marks the next place, or the one before. @returns whether there is one */
  find(text: string, way: 'next' | 'previous'): boolean
  /** All that is kept, a line a line: what the terminal broke at its edge is one line again. */
  text(): string
  /** Nothing that is typed or pasted goes to the guest. */
  setReadOnly(on: boolean): void
  focus(): void
  close(): void
}

/** @param label what a screen reader calls it */
export function openTerminal(frame: HTMLElement, label: string): TextTerminal {
  frame.replaceChildren()
  const terminal = new Terminal({
    convertEol: false,
    scrollback: KEPT_LINES,
    screenReaderMode: true,
    fontFamily: 'JetBrains Mono Variable, monospace',
  })
  const fit = new FitAddon()
  const search = new SearchAddon()
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.open(frame)
  terminal.textarea?.setAttribute('aria-label', label)
  const observer = new ResizeObserver(() => fit.fit())
  observer.observe(frame)
  const encoder = new TextEncoder()
  return {
    connect: (ref, events) => {
      const open = pipe('console.open', { kind: 'serial', ...ref })
      const typing = terminal.onData(text => socket.send(encoder.encode(text)))
      const socket = new PortSocket(open, error => {
        typing.dispose()
        events.onEnded(error)
      })
      socket.onopen = () => events.onConnected()
      socket.onmessage = event => terminal.write(new Uint8Array(event.data as ArrayBuffer))
      return socket
    },
    find: (text, way) => (way === 'next' ? search.findNext(text) : search.findPrevious(text)),
    text: () => readLines(terminal),
    setReadOnly: on => {
      terminal.options.disableStdin = on
    },
    focus: () => terminal.focus(),
    close: () => {
      observer.disconnect()
      terminal.dispose()
    },
  }
}

/** Of the screen that scrolls: a program's full-screen display has no history. */
function readLines({ buffer: { normal } }: Terminal): string {
  let text = ''
  for (let at = 0; at < normal.length; at++) {
    const line = normal.getLine(at)
    const isBroken = normal.getLine(at + 1)?.isWrapped ?? false
    text += (line?.translateToString(!isBroken) ?? '') + (isBroken ? '' : '\n')
  }
  return `${text.trimEnd()}\n`
}
