// Menu: there is no native menu bar. Items can be found and clicked, and accelerators work from the keyboard.
import { strict } from '../strict.ts'
import { allWindows, type BrowserWindow } from '../windows/browser-window.ts'
import { normaliseAccelerator } from './accelerator.ts'
import { ROLES } from './roles.ts'

const ITEM = [
  'id',
  'label',
  'type',
  'role',
  'accelerator',
  'registerAccelerator',
  'enabled',
  'visible',
  'checked',
  'submenu',
  'click',
] as const satisfies readonly (keyof Electron.MenuItem)[]
const MENU = [
  'items',
  'append',
  'insert',
  'getMenuItemById',
] as const satisfies readonly (keyof Electron.Menu)[]
const STATICS = [
  'buildFromTemplate',
  'setApplicationMenu',
  'getApplicationMenu',
] as const satisfies readonly (keyof typeof Electron.Menu)[]

type Template = Omit<Electron.MenuItemConstructorOptions, 'submenu' | 'click'> & {
  readonly submenu?: readonly Template[] | Menu
  readonly click?: (item: MenuItem, window: BrowserWindow | undefined, event: object) => void
}

export class MenuItem {
  readonly id: string
  label: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly registerAccelerator: boolean
  readonly submenu: Menu | undefined
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #click: Template['click']

  constructor(template: Template) {
    const { id, label, type, role, accelerator, submenu } = template
    this.id = id ?? ''
    this.role = role?.toLowerCase()
    this.label = label ?? role ?? ''
    this.type = type ?? (submenu ? 'submenu' : 'normal')
    this.accelerator = accelerator ?? ROLES[this.role ?? '']?.accelerator
    this.registerAccelerator = template.registerAccelerator ?? true
    this.enabled = template.enabled ?? true
    this.visible = template.visible ?? true
    this.checked = template.checked ?? false
    this.submenu = isMenu(submenu) ? submenu : submenu && Menu.buildFromTemplate(submenu)
    this.#click = template.click
    // biome-ignore lint/correctness/noConstructorReturn: the app gets a face that refuses what is not emulated
    return strict('MenuItem', this, ITEM)
  }

  click(): void {
    if (!this.enabled) return
    if (this.type === 'checkbox') this.checked = !this.checked
    if (this.type === 'radio') this.checked = true
    const window = allWindows().find(one => one.isFocused()) ?? null
    const role = ROLES[this.role ?? '']
    if (this.#click) this.#click(this, window ?? undefined, {})
    else if (role) role.run(window)
    else if (this.role) throw new Error(`stand-in: the role ${this.role} of a menu item is not emulated`)
  }
}

export class Menu {
  static #application: Menu | null = null
  /** Set by stage.ts: told when the application menu changes. */
  static onChange: () => void = () => undefined
  readonly items: MenuItem[] = []

  constructor() {
    // biome-ignore lint/correctness/noConstructorReturn: the app gets a face that refuses what is not emulated
    return strict('Menu', this, MENU)
  }

  static buildFromTemplate(template: readonly Template[]): Menu {
    const menu = new Menu()
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
    Menu.onChange()
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  insert(at: number, item: MenuItem): void {
    this.items.splice(at, 0, item)
  }

  getMenuItemById(id: string): MenuItem | null {
    return allItems(this).find(item => item.id === id) ?? null
  }
}

function isMenu(submenu: Template['submenu']): submenu is Menu {
  return submenu instanceof Menu
}

/** `Ctrl+Shift+K` → the item that the application menu has for it. */
export function itemByAccelerator(accelerator: string): MenuItem | undefined {
  const menu = Menu.getApplicationMenu()
  return menu ? allItems(menu).find(item => item.enabled && keysOf(item) === accelerator) : undefined
}

export function menuAccelerators(): string[] {
  const menu = Menu.getApplicationMenu()
  return menu ? allItems(menu).flatMap(item => keysOf(item) ?? []) : []
}

function keysOf({ accelerator, registerAccelerator }: MenuItem): string | undefined {
  return accelerator && registerAccelerator ? normaliseAccelerator(accelerator) : undefined
}

function allItems(menu: Menu): MenuItem[] {
  return menu.items.flatMap(item => [item, ...(item.submenu ? allItems(item.submenu) : [])])
}

export const menuClasses = {
  Menu: strict('Menu', Menu, STATICS),
  MenuItem: strict('MenuItem', MenuItem, []),
}
