// The module that the app gets for `electron`. What is not named here throws.
import { APP_MEMBERS, App, type AppFacts } from './app/app.ts'
import { ClipboardItem, clipboard } from './desktop/clipboard.ts'
import { dialog } from './desktop/dialog.ts'
import { nativeImage } from './desktop/image.ts'
import { net } from './desktop/net.ts'
import { Notification } from './desktop/notification.ts'
import { powerMonitor } from './desktop/power.ts'
import { createSafeStorage } from './desktop/safe-storage.ts'
import { protocol } from './desktop/schemes.ts'
import { screen } from './desktop/screen.ts'
import { createSession } from './desktop/session.ts'
import { shell } from './desktop/shell.ts'
import { nativeTheme, theme } from './desktop/theme.ts'
import { IPC_MEMBERS, IpcMain } from './ipc/ipc-main.ts'
import { MessageChannelMain } from './ipc/ports.ts'
import { menuClasses } from './menu/menu.ts'
import { setQuit } from './menu/roles.ts'
import { Stage } from './stage.ts'
import { faceOf, strict } from './strict.ts'
import { allWindows, createWindowClass } from './windows/browser-window.ts'

declare global {
  var __standin: AppFacts
}

const app = new App(globalThis.__standin)
const ipcMain = new IpcMain()
const session = createSession()
const stage = new Stage({ app, ipcMain, session, theme })
setQuit(() => app.quit())

const WEB_CONTENTS = [
  'getAllWebContents',
  'fromId',
  'fromDevToolsTargetId',
] as const satisfies readonly (keyof typeof Electron.WebContents)[]

const webContents = {
  getAllWebContents: () => allWindows().map(({ contents }) => faceOf(contents)),
  fromId: (id: number) => webContents.getAllWebContents().find(contents => contents.id === id),
  fromDevToolsTargetId: (targetId: string) => stage.windowByTarget(targetId)?.webContents,
} satisfies Record<(typeof WEB_CONTENTS)[number], (...args: never[]) => unknown>

const members = {
  app: strict('app', app, APP_MEMBERS),
  BrowserWindow: createWindowClass(),
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain: strict('ipcMain', ipcMain, IPC_MEMBERS),
  ...menuClasses,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage: createSafeStorage(() => app.getPath('userData')),
  screen,
  session: strict('session', { defaultSession: faceOf(session) }, ['defaultSession']),
  shell,
  webContents: strict('webContents', webContents, WEB_CONTENTS),
} satisfies Partial<Record<keyof typeof Electron.CrossProcessExports, unknown>>

export const electron = strict('electron', members, Object.keys(members))

export function start(args: readonly string[]): Promise<void> {
  return stage.start(args)
}
