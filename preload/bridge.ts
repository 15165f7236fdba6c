// The bridge between the page and main: three verbs, a fixed prefix for each, nothing else of ipcRenderer; and where a
// file that the user gave to the page is on the disk.
// A MessagePort cannot cross contextBridge, so a pipe's port is handed over by window.postMessage with a nonce.
import { ipcRenderer, webUtils } from 'electron'
import type { Envelope } from './model/error.ts'

export interface Bridge {
  ask(name: string, input: unknown): Promise<Envelope<unknown>>
  listen(name: string, listener: (payload: unknown) => void): () => void
  /** '' for a file that was made in the page. */
  pathOf(file: File): Promise<string>
  /** The answer's port arrives as a window message whose data is `{ pipe: nonce }`. */
  pipe(name: string, input: unknown, nonce: string): Promise<Envelope<null>>
}

export function createBridge(): Bridge {
  ipcRenderer.on('pipe', (event, nonce: string) => {
    window.postMessage({ pipe: nonce }, '*', event.ports as unknown as Transferable[])
  })
  return {
    ask: (name, input) => ipcRenderer.invoke(`ask:${name}`, input) as Promise<Envelope<unknown>>,
    listen: (name, listener) => {
      const forward = (_event: unknown, payload: unknown) => listener(payload)
      ipcRenderer.on(`tell:${name}`, forward)
      return () => {
        ipcRenderer.off(`tell:${name}`, forward)
      }
    },
    pathOf: async file => webUtils.getPathForFile(file),
    pipe: (name, input, nonce) =>
      ipcRenderer.invoke(`pipe:${name}`, { input, nonce }) as Promise<Envelope<null>>,
  }
}
