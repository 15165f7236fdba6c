// clipboard: the desktop's by wl-copy, xclip or xsel; without them by a page, and a memory of what was written.
import { strict } from '../strict.ts'
import { askProgram, firstProgram, hasDisplay, startProgram } from './programs.ts'

const MEMBERS = ['readText', 'writeText', 'clear'] as const satisfies readonly (keyof Electron.Clipboard)[]

const TOOLS = {
  'wl-copy': { write: [], read: ['wl-paste', '--no-newline'] },
  xclip: { write: ['-selection', 'clipboard'], read: ['xclip', '-selection', 'clipboard', '-o'] },
  xsel: { write: ['--clipboard', '--input'], read: ['xsel', '--clipboard', '--output'] },
} as const
type Tool = keyof typeof TOOLS

let written = ''
let writeInPage: (text: string) => void = () => undefined

/** Set by stage.ts: a page that has the focus may write to the clipboard, too. */
export function setPageClipboard(write: (text: string) => void): void {
  writeInPage = write
}

function findTool(): Tool | null {
  if (!hasDisplay()) return null
  const names = process.env['WAYLAND_DISPLAY'] ? ['wl-copy', 'xclip', 'xsel'] : ['xclip', 'xsel']
  return firstProgram(names) as Tool | null
}

const emulated = {
  async readText(): Promise<string> {
    const tool = findTool()
    if (!tool) return written
    const [program, ...args] = TOOLS[tool].read
    const { code, text } = await askProgram(program, args)
    return code === 0 ? text : ''
  },
  async writeText(text: string): Promise<void> {
    written = text
    const tool = findTool()
    if (tool) await startProgram(tool, TOOLS[tool].write, text)
    else writeInPage(text)
  },
  async clear(): Promise<void> {
    await emulated.writeText('')
  },
} satisfies Pick<Electron.Clipboard, (typeof MEMBERS)[number]>

export const clipboard = strict('clipboard', emulated, MEMBERS)
