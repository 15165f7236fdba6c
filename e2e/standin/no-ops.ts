// The members of Electron that do nothing here, each with the reason why that is no lie to the app.

type MemberOf<Name extends string, T> = `${Name}.${keyof T & string}`
type Member =
  | MemberOf<'app', Electron.App>
  | MemberOf<'BrowserWindow', Electron.BrowserWindow>
  | MemberOf<'webContents', Electron.WebContents>

export const NO_OPS = {
  'app.setAppUserModelId': 'Windows only',
  'app.setAboutPanelOptions': 'there is no About panel of the platform',
  'app.enableSandbox': 'Chromium keeps its sandbox on anyway',
  'app.disableHardwareAcceleration': 'Chromium decides by the graphics it finds',
  'app.focus': 'windows are focused one by one',
  'BrowserWindow.setMenuBarVisibility': 'there is no native menu bar',
  'BrowserWindow.setAutoHideMenuBar': 'there is no native menu bar',
  'BrowserWindow.removeMenu': 'there is no native menu bar',
  'BrowserWindow.setIcon': 'the desktop takes it from the .desktop file',
  'BrowserWindow.flashFrame': 'no DevTools command asks for attention',
  'webContents.openDevTools': "DevTools are not the user's: the pipe is taken by the stand-in",
  'webContents.closeDevTools': 'they are never open',
} as const satisfies Partial<Record<Member, string>>
