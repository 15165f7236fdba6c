// What the app was started for, from its command line. Switches are Chromium's and Electron's.
//   vitrina                    its window
//   vitrina console HOST VM    the console of a machine, in a window of its own

import { z } from 'zod'

const Command = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open') }),
  z.object({ kind: z.literal('console'), host: z.string(), vm: z.string() }),
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
  if (name === 'console' && host && vm && more.length === 0) return { kind: 'console', host, vm }
  return { kind: 'unknown' }
}

/** Of another version of the app it may be anything: then its window is opened. */
export function readHandover(data: unknown): z.infer<typeof Handover> {
  const handover = Handover.safeParse(data)
  return handover.success ? handover.data : { command: { kind: 'open' }, answer: '' }
}
