// The application menu, from the same table of actions as the palette and the shortcuts.
import { Menu, type MenuItemConstructorOptions } from 'electron'
import { ACTIONS, type Action, type ActionId } from '../../preload/actions.ts'
import type { Translate } from '../../preload/locales/i18n.ts'

/** @param run asks the focused window to run an action */
export function setMenu(t: Translate, run: (action: string) => void): void {
  const item = (id: ActionId): MenuItemConstructorOptions => {
    const action: Action = ACTIONS[id]
    return {
      id,
      label: t(action.label),
      // The page handles its own keys, so that a console can take them; the menu only shows them.
      ...(action.shortcut && {
        accelerator: action.shortcut.replace('Mod', 'CmdOrCtrl'),
        registerAccelerator: false,
      }),
      click: () => run(id),
    }
  }
  const template: MenuItemConstructorOptions[] = [
    {
      label: t('menu.file'),
      submenu: [
        item('vm.new'),
        { type: 'separator' },
        item('settings'),
        { type: 'separator' },
        { role: 'quit' },
      ],
    },
    {
      label: t('menu.edit'),
      submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    {
      label: t('menu.view'),
      submenu: [
        item('palette'),
        item('wall'),
        item('readiness'),
        item('activity'),
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
  ]
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
