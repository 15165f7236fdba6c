// Notification: by notify-send where it is installed.
import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'
import { firstProgram, hasDisplay, startProgram } from './programs.ts'

const MEMBERS = [
  'title',
  'body',
  'silent',
  'show',
  'close',
] as const satisfies readonly (keyof Electron.Notification)[]

class Notification extends EventEmitter implements Pick<Electron.Notification, (typeof MEMBERS)[number]> {
  title: string
  body: string
  silent: boolean

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
    // biome-ignore lint/correctness/noConstructorReturn: the app gets a face that refuses what is not emulated
    return strict('Notification', this, MEMBERS)
  }

  static isSupported(): boolean {
    return hasDisplay() && firstProgram(['notify-send']) !== null
  }

  show(): void {
    if (!Notification.isSupported()) {
      this.emit('failed', {}, 'notify-send is not installed')
      return
    }
    startProgram('notify-send', ['--', this.title, this.body]).then(
      () => this.emit('show', {}),
      error => this.emit('failed', {}, String(error)),
    )
  }

  /** The desktop's own time takes it away. */
  close(): void {
    this.emit('close', {})
  }
}

const face = strict('Notification', Notification, ['isSupported'])

export { face as Notification }
