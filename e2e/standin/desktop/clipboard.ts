// clipboard: the desktop's by wl-copy, xclip or xsel; without them by a page, and a memory of what was written.
// Of what is not text only PNG, which xsel does not know.
import { strict } from '../strict.ts'
import { askProgram, firstProgram, hasDisplay, startProgram } from './programs.ts'

const MEMBERS = [
  'readText',
  'writeText',
  'clear',
  'has',
  'read',
  'write',
] as const satisfies readonly (keyof Electron.Clipboard)[]
const ITEM_MEMBERS = ['types', 'getType'] as const satisfies readonly (keyof Electron.ClipboardItem)[]

const TEXT = 'text/plain'
const PNG = 'image/png'
type Kind = typeof TEXT | typeof PNG

interface Commands {
  readonly write: readonly string[]
  readonly read: readonly [program: string, ...args: string[]]
}

const TOOLS: Readonly<Record<string, Readonly<Partial<Record<Kind, Commands>>>>> = {
  'wl-copy': {
    [TEXT]: { write: [], read: ['wl-paste', '--no-newline'] },
    [PNG]: { write: ['--type', PNG], read: ['wl-paste', '--type', PNG] },
  },
  xclip: {
    [TEXT]: { write: ['-selection', 'clipboard'], read: ['xclip', '-selection', 'clipboard', '-o'] },
    [PNG]: {
      write: ['-selection', 'clipboard', '-t', PNG],
      read: ['xclip', '-selection', 'clipboard', '-t', PNG, '-o'],
    },
  },
  xsel: { [TEXT]: { write: ['--clipboard', '--input'], read: ['xsel', '--clipboard', '--output'] } },
}

const NOTHING = Buffer.alloc(0)
/** One thing at a time: whoever writes one kind takes the others away. */
let written: { readonly kind: Kind; readonly bytes: Buffer } = { kind: TEXT, bytes: NOTHING }
let writeInPage: (text: string) => void = () => undefined

/** Set by stage.ts: a page that has the focus may write to the clipboard, too. */
export function setPageClipboard(write: (text: string) => void): void {
  writeInPage = write
}

function findTool(kind: Kind): { name: string; commands: Commands } | null {
  if (!hasDisplay()) return null
  const names = process.env['WAYLAND_DISPLAY'] ? ['wl-copy', 'xclip', 'xsel'] : ['xclip', 'xsel']
  const name = firstProgram(names)
  const commands = name ? TOOLS[name]?.[kind] : undefined
  return name && commands ? { name, commands } : null
}

async function readKind(kind: Kind): Promise<Buffer> {
  const tool = findTool(kind)
  if (!tool) return written.kind === kind ? written.bytes : NOTHING
  const [program, ...args] = tool.commands.read
  const { code, bytes } = await askProgram(program, args)
  return code === 0 ? bytes : NOTHING
}

async function writeKind(kind: Kind, bytes: Buffer): Promise<void> {
  written = { kind, bytes }
  const tool = findTool(kind)
  if (tool) await startProgram(tool.name, tool.commands.write, bytes)
  else if (kind === TEXT) writeInPage(bytes.toString())
}

type Payload = ConstructorParameters<typeof Electron.ClipboardItem>[0][string]

export class ClipboardItem {
  readonly #payloads: Readonly<Record<string, Payload>>

  constructor(payloads: Readonly<Record<string, Payload>>) {
    this.#payloads = payloads
    // biome-ignore lint/correctness/noConstructorReturn: the app gets a face, as everywhere
    return strict('ClipboardItem', this, ITEM_MEMBERS)
  }

  get types(): string[] {
    return Object.keys(this.#payloads)
  }

  async getType(type: string): Promise<Blob> {
    const payload = await this.#payloads[type]
    if (typeof payload === 'string') return new Blob([payload], { type })
    if (payload instanceof Blob) return payload
    throw new Error(`stand-in: ClipboardItem.getType of ${type} is not emulated, or there is none`)
  }
}

const emulated = {
  readText: async () => (await readKind(TEXT)).toString(),
  writeText: (text: string) => writeKind(TEXT, Buffer.from(text)),
  clear: () => void writeKind(TEXT, NOTHING),
  has: async (type: string) => {
    if (type !== TEXT && type !== PNG) throw new Error(`stand-in: clipboard.has of ${type} is not emulated`)
    return (await readKind(type)).length > 0
  },
  read: async () => {
    const payloads: Record<string, Payload> = {}
    for (const kind of [TEXT, PNG] as const) {
      const bytes = await readKind(kind)
      if (bytes.length > 0) payloads[kind] = new Blob([new Uint8Array(bytes)], { type: kind })
    }
    return Object.keys(payloads).length > 0 ? [new ClipboardItem(payloads)] : []
  },
  write: async (items: readonly Pick<ClipboardItem, 'types' | 'getType'>[]) => {
    const [item] = items
    const [type] = item?.types ?? []
    if (!item || items.length > 1 || item.types.length > 1 || (type !== TEXT && type !== PNG))
      throw new Error('stand-in: clipboard.write of other than one text or one PNG is not emulated')
    await writeKind(type, Buffer.from(await (await item.getType(type)).arrayBuffer()))
  },
} satisfies Record<(typeof MEMBERS)[number], (...args: never[]) => unknown>

export const clipboard = strict('clipboard', emulated, MEMBERS)
