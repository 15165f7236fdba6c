// The command lines of zenity and kdialog for Electron's dialogs. No text of the app is ever an option: each follows
// the name of one.

export type Program = 'zenity' | 'kdialog'

interface Arguments {
  open(options: Electron.OpenDialogOptions): string[]
  save(options: Electron.SaveDialogOptions): string[]
  /** Two buttons at most with kdialog: the default one and one that cancels. */
  message(options: Electron.MessageBoxOptions): string[]
  error(title: string, content: string): string[]
}

type Filters = readonly { readonly name: string; readonly extensions: readonly string[] }[]

function patterns({ extensions }: Filters[number]): string {
  return extensions.map(extension => (extension === '*' ? '*' : `*.${extension}`)).join(' ')
}

function messageText({ message, detail }: Electron.MessageBoxOptions): string {
  return detail ? `${message}\n\n${detail}` : message
}

const zenity: Arguments = {
  open: ({ title, defaultPath, filters = [], properties = [] }) => [
    '--file-selection',
    ...(title ? [`--title=${title}`] : []),
    ...(defaultPath ? [`--filename=${defaultPath}`] : []),
    ...(properties.includes('openDirectory') ? ['--directory'] : []),
    ...(properties.includes('multiSelections') ? ['--multiple', '--separator=\n'] : []),
    ...filters.map(filter => `--file-filter=${filter.name} | ${patterns(filter)}`),
  ],
  save: ({ title, defaultPath, filters = [] }) => [
    '--file-selection',
    '--save',
    '--confirm-overwrite',
    ...(title ? [`--title=${title}`] : []),
    ...(defaultPath ? [`--filename=${defaultPath}`] : []),
    ...filters.map(filter => `--file-filter=${filter.name} | ${patterns(filter)}`),
  ],
  message: options => {
    const { buttons = ['OK'], defaultId = 0, cancelId, title = '' } = options
    const others = buttons.filter((_, n) => n !== defaultId && n !== cancelId)
    const cancel = cancelId === undefined ? undefined : buttons[cancelId]
    return [
      buttons.length > 1 ? '--question' : '--info',
      '--no-markup',
      `--title=${title}`,
      `--text=${messageText(options)}`,
      `--ok-label=${buttons[defaultId] ?? 'OK'}`,
      ...(cancel !== undefined && buttons.length > 1 ? [`--cancel-label=${cancel}`] : []),
      ...others.map(label => `--extra-button=${label}`),
    ]
  },
  error: (title, content) => ['--error', '--no-markup', `--title=${title}`, `--text=${content}`],
}

const kdialog: Arguments = {
  open: ({ title, defaultPath = '.', filters = [], properties = [] }) => [
    ...(title ? ['--title', title] : []),
    ...(properties.includes('multiSelections') ? ['--multiple', '--separate-output'] : []),
    ...(properties.includes('openDirectory')
      ? ['--getexistingdirectory', defaultPath]
      : ['--getopenfilename', defaultPath, kdialogFilter(filters)]),
  ],
  save: ({ title, defaultPath = '.', filters = [] }) => [
    ...(title ? ['--title', title] : []),
    '--getsavefilename',
    defaultPath,
    kdialogFilter(filters),
  ],
  message: options => {
    const { buttons = ['OK'], defaultId = 0, cancelId, title = '' } = options
    const cancel = buttons[cancelId ?? (defaultId === 0 ? 1 : 0)]
    return [
      '--title',
      title,
      ...(buttons.length > 1 && cancel !== undefined
        ? ['--yes-label', buttons[defaultId] ?? 'OK', '--no-label', cancel, '--yesno', messageText(options)]
        : ['--msgbox', messageText(options)]),
    ]
  },
  error: (title, content) => ['--title', title, '--error', content],
}

function kdialogFilter(filters: Filters): string {
  return filters.map(filter => `${filter.name} (${patterns(filter)})`).join(' | ')
}

export const dialogArguments: Readonly<Record<Program, Arguments>> = { zenity, kdialog }
