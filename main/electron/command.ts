// What the app was started for, from its command line. Switches are Chromium's and Electron's.
//   vitrina                    its window
//   vitrina console HOST VM    the console of a machine, in a window of its own
//   vitrina xml HOST VM        the definition of a machine; with FILE, the machine gets the one in there
//   vitrina fields HOST VM     what the hardware form has of it, a line a field
//   vitrina set HOST VM DEVICE.FIELD [VALUE]
//   vitrina FILE.vv            the display that a connection file leads to, after a question

import { resolve } from 'node:path'
import { z } from 'zod'

const OF_VM = { host: z.string(), vm: z.string() }
const Command = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({ kind: z.literal('console'), ...OF_VM }),
  z.object({ kind: z.literal('xml'), ...OF_VM, file: z.string().nullable() }),
  z.object({ kind: z.literal('fields'), ...OF_VM }),
  z.object({ kind: z.literal('set'), ...OF_VM, field: z.string(), value: z.string().nullable() }),
])
export type Command = z.infer<typeof Command>

/** What a later start hands to the first: its command, and the name under which it waits for the answer. */
const Handover = z.object({ command: Command, answer: z.string() })

/**
 * @param argv as Node has it: the program first
 * @param isPackaged without, the first word is the app's folder
 */
export function readCommand(
  argv: readonly string[],
  isPackaged: boolean,
): Command | { readonly kind: 'unknown' } {
  const words = argv.slice(1).filter(word => !word.startsWith('--'))
  const [name, host, vm, ...more] = isPackaged ? words : words.slice(1)
  if (name === undefined) return { kind: 'open' }
  if (host && vm) return readOfVm(name, { host, vm }, more)
  if (name.endsWith('.vv') && host === undefined) return { kind: 'file', path: resolve(name) }
  return { kind: 'unknown' }
}

function readOfVm(
  name: string,
  of: { readonly host: string; readonly vm: string },
  [first, second, ...more]: readonly string[],
): Command | { readonly kind: 'unknown' } {
  if (name === 'set' && first && more.length === 0)
    return { kind: name, ...of, field: first, value: second || null }
  if (name === 'xml' && second === undefined)
    return { kind: name, ...of, file: first === undefined ? null : resolve(first) }
  if ((name === 'console' || name === 'fields') && first === undefined) return { kind: name, ...of }
  return { kind: 'unknown' }
}

/** Whether it is done in a window, which stays. */
export function opensWindow({ kind }: Command): boolean {
  return kind === 'open' || kind === 'console' || kind === 'file'
}

/** Of another version of the app it may be anything: then its window is opened. */
export function readHandover(data: unknown): z.infer<typeof Handover> {
  const handover = Handover.safeParse(data)
  return handover.success ? handover.data : { command: { kind: 'open' }, answer: '' }
}
