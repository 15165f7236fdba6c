// webUtils: where a file of the page is on the disk. Electron says so at once; here main asks DevTools, so it is a promise.
import { sendToMain } from './channel.ts'

const files = new Map<number, { readonly file: File; readonly resolve: (path: string) => void }>()
let asked = 0

/** Main takes the file by its number, for DevTools to look at. */
Object.defineProperty(globalThis, '__standinFile', { value: (id: number) => files.get(id)?.file })

export const webUtils: Record<keyof Electron.WebUtils, (file: File) => Promise<string>> = {
  getPathForFile: file =>
    new Promise(resolve => {
      const id = ++asked
      files.set(id, { file, resolve })
      sendToMain({ t: 'filePath', id })
    }),
}

export function settleFilePath(id: number, path: string): void {
  files.get(id)?.resolve(path)
  files.delete(id)
}
