// shell: what another program of the desktop opens.
import { dirname } from 'node:path'
import { strict } from '../strict.ts'
import { startProgram } from './programs.ts'

const MEMBERS = [
  'openExternal',
  'openPath',
  'showItemInFolder',
  'beep',
] as const satisfies readonly (keyof Electron.Shell)[]

const emulated = {
  async openExternal(url: string) {
    // An address, never an option or a file.
    await startProgram('xdg-open', [new URL(url).href])
  },
  openPath: (path: string) =>
    startProgram('xdg-open', [path]).then(
      () => '',
      error => String(error),
    ),
  showItemInFolder(path: string) {
    void startProgram('xdg-open', [dirname(path)]).catch(() => undefined)
  },
  beep() {
    process.stdout.write('\u0007')
  },
} satisfies Pick<Electron.Shell, (typeof MEMBERS)[number]>

export const shell = strict('shell', emulated, MEMBERS)
