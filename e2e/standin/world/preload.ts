// Runs in the isolated world before any script of the page: `electron` as a sandboxed preload sees it, then the
// preload script itself, which is put around this when a window is made.
import type { WorldConfig } from '../ipc/messages.ts'
import { receiveFromMain, sendToMain } from './channel.ts'
import { emitFromMain, ipcRenderer, settleInvoke } from './ipc-renderer.ts'
import { setAccelerators, watchKeys } from './keys.ts'
import { makePeer } from './peer.ts'
import { closePort, deliverToPort } from './ports.ts'
import { watchPresence } from './presence.ts'
import { settleFilePath, webUtils } from './web-utils.ts'
import { zoom, zoomFactor } from './zoom.ts'

declare const __STANDIN__: WorldConfig
/** The preload script could not be read. */
declare const __FAILURE__: string | null
declare function __PRELOAD__(
  require: (name: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
): void

const peer = makePeer(__STANDIN__.toPreload, __STANDIN__.toPage, () => undefined)
const electron = refusing('electron', {
  contextBridge: refusing('contextBridge', {
    exposeInMainWorld: (key, api) => peer.expose(key, api),
  } satisfies Pick<Electron.ContextBridge, 'exposeInMainWorld'>),
  ipcRenderer: refusing('ipcRenderer', ipcRenderer),
  webUtils: refusing('webUtils', webUtils),
  webFrame: refusing('webFrame', {
    getZoomFactor: zoomFactor,
    setZoomFactor: zoom,
  } satisfies Pick<Electron.WebFrame, 'getZoomFactor' | 'setZoomFactor'>),
})

receiveFromMain((message, payload) => {
  switch (message.t) {
    case 'answer':
      return settleInvoke(message)
    case 'event':
      return emitFromMain(message, electron.ipcRenderer)
    case 'port':
      return deliverToPort(message.id, message.value, payload)
    case 'portClosed':
      return closePort(message.id)
    case 'filePath':
      return settleFilePath(message.id, message.path)
    case 'accelerators':
      return setAccelerators(message.keys)
    case 'zoom':
      return zoom(message.factor)
  }
})
watchKeys()
watchPresence(__STANDIN__.windowed)

try {
  if (__FAILURE__ !== null) throw new Error(__FAILURE__)
  const module = { exports: {} }
  const { platform, arch, versions } = __STANDIN__
  const process = {
    type: 'renderer',
    platform,
    arch,
    versions,
    env: {},
    sandboxed: true,
    contextIsolated: true,
  }
  __PRELOAD__(requireInPreload, module, module.exports, process)
} catch (error) {
  sendToMain({
    t: 'preloadFailed',
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
}

function requireInPreload(name: string): unknown {
  if (name === 'electron' || name === 'electron/renderer') return electron
  throw new Error(`module not found: ${name} (a sandboxed preload has only electron)`)
}

/** As strict.ts, in the small. */
function refusing<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'string' && !(key in object) && key !== 'then')
        throw new Error(`stand-in: ${name}.${key} is not emulated`)
      return Reflect.get(object, key) as unknown
    },
  })
}
