// dialog: by zenity or kdialog. Without a display, or without either, nobody can answer: that is an error which says
// what to install.
import { strict } from '../strict.ts'
import { dialogArguments, type Program } from './dialog-arguments.ts'
import { askProgram, firstProgram, hasDisplay } from './programs.ts'

const MEMBERS = [
  'showOpenDialog',
  'showSaveDialog',
  'showMessageBox',
  'showErrorBox',
] as const satisfies readonly (keyof Electron.Dialog)[]

function chooseProgram(): Program {
  if (!hasDisplay()) throw new Error('stand-in: there is no display to show a dialog on')
  const program = firstProgram(['zenity', 'kdialog'])
  if (!program) throw new Error('stand-in: dialogs need the program zenity or kdialog; install one of them')
  return program as Program
}

/** Their answer ends with a line break. */
async function askLine(program: Program, args: readonly string[]): Promise<{ code: number; text: string }> {
  const { code, text } = await askProgram(program, args)
  return { code, text: text.replace(/\n$/, '') }
}

/** Electron's dialogs take a window first, or none. */
function optionsOf<T>(args: readonly unknown[]): T {
  return (args.length > 1 ? args[1] : args[0]) as T
}

const emulated = {
  async showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    const program = chooseProgram()
    const options = optionsOf<Electron.OpenDialogOptions>(args)
    const { code, text } = await askLine(program, dialogArguments[program].open(options))
    return { canceled: code !== 0, filePaths: code === 0 ? text.split('\n').filter(Boolean) : [] }
  },
  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    const program = chooseProgram()
    const options = optionsOf<Electron.SaveDialogOptions>(args)
    const { code, text } = await askLine(program, dialogArguments[program].save(options))
    return { canceled: code !== 0, filePath: code === 0 ? text : '' }
  },
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    const program = chooseProgram()
    const options = optionsOf<Electron.MessageBoxOptions>(args)
    const { buttons = ['OK'], cancelId = 0 } = options
    const { code, text } = await askLine(program, dialogArguments[program].message(options))
    const named = buttons.indexOf(text)
    const response = code === 0 ? (options.defaultId ?? 0) : named >= 0 ? named : cancelId
    return { response, checkboxChecked: false }
  },
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`)
    if (!hasDisplay()) return
    const program = firstProgram(['zenity', 'kdialog']) as Program | null
    if (program)
      void askProgram(program, dialogArguments[program].error(title, content)).catch(() => undefined)
  },
} satisfies Record<(typeof MEMBERS)[number], (...args: never[]) => unknown>

export const dialog = strict('dialog', emulated, MEMBERS)
