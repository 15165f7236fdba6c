// powerMonitor: the events have somewhere to be listened for; nothing tells the stand-in of them.
import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'

export const powerMonitor = strict('powerMonitor', new EventEmitter(), [])
