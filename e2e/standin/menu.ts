// Menu: there is no native menu bar; items can be found and clicked, and accelerators work from the keyboard.
type Template = {
  readonly id?: string
  readonly label?: string
  readonly type?: string
  readonly role?: string
  readonly accelerator?: string
  readonly registerAccelerator?: boolean
  readonly submenu?: readonly Template[] | Menu
  readonly click?: (item: MenuItem) => void
}

export class MenuItem {
  readonly id: string
  readonly label: string
  readonly type: string
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly registerAccelerator: boolean
  readonly submenu: Menu | undefined
  readonly #click: ((item: MenuItem) => void) | undefined

  constructor(template: Template) {
    this.id = template.id ?? ''
    this.label = template.label ?? template.role ?? ''
    this.type = template.type ?? (template.submenu ? 'submenu' : 'normal')
    this.role = template.role
    this.accelerator = template.accelerator
    this.registerAccelerator = template.registerAccelerator ?? true
    this.submenu =
      template.submenu instanceof Menu
        ? template.submenu
        : template.submenu && Menu.buildFromTemplate(template.submenu)
    this.#click = template.click
  }

  click(): void {
    this.#click?.(this)
  }
}

export class Menu {
  static #application: Menu | null = null
  /** Told when the application menu changes. */
  static onChange: () => void = () => undefined
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: readonly Template[]): Menu {
    const menu = new Menu()
    menu.items.push(...template.map(item => new MenuItem(item)))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
    Menu.onChange()
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of allItems(this)) if (item.id === id) return item
    return null
  }
}

/** `Ctrl+Shift+K` → the item that the application menu has for it. */
export function itemByAccelerator(accelerator: string): MenuItem | undefined {
  const menu = Menu.getApplicationMenu()
  return menu ? allItems(menu).find(item => keysOf(item) === accelerator) : undefined
}

export function menuAccelerators(): string[] {
  const menu = Menu.getApplicationMenu()
  return menu ? allItems(menu).flatMap(item => keysOf(item) ?? []) : []
}

function keysOf({ accelerator, registerAccelerator }: MenuItem): string | undefined {
  if (!accelerator || !registerAccelerator) return undefined
  const names = accelerator
    .split('+')
    .map(part => part.replace(/^(CmdOrCtrl|CommandOrControl|Control)$/, 'Ctrl'))
  const key = names.pop() ?? ''
  return [...['Ctrl', 'Alt', 'Shift', 'Meta'].filter(name => names.includes(name)), key].join('+')
}

function allItems(menu: Menu): MenuItem[] {
  return menu.items.flatMap(item => [item, ...(item.submenu ? allItems(item.submenu) : [])])
}
