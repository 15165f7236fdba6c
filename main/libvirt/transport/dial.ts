// A connected socket of this computer's network or file system, or the reason why not.
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { ConnectError, type ConnectReason } from '../error.ts'

/** Throws ConnectError or the signal's reason. */
export function dial(to: NetConnectOpts, signal: AbortSignal | undefined): Promise<Socket> {
  const path = 'path' in to ? to.path : null
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const socket = connect(to)
    const abort = () => {
      socket.destroy()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abort, { once: true })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      signal?.removeEventListener('abort', abort)
      reject(dialError(error, path))
    })
    socket.once('connect', () => {
      signal?.removeEventListener('abort', abort)
      socket.removeAllListeners('error')
      // Small calls wait for their answers: nothing is gained by gathering them.
      if (path === null) socket.setNoDelay(true)
      resolve(socket)
    })
  })
}

function dialError(error: NodeJS.ErrnoException, path: string | null): ConnectError {
  const code = error.code ?? ''
  const reason = path === null ? networkReason(code) : fileReason(code)
  return new ConnectError(reason, path === null ? error.message : `${path}: ${error.message}`, path, {
    cause: error,
  })
}

/** A socket file that nobody listens on is a daemon that died: to the user the same as none. */
function fileReason(code: string): ConnectReason {
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') return 'noDaemon'
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'refused'
}

function networkReason(code: string): ConnectReason {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_NODATA') return 'unknownHost'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'lost'
  return 'unreachable'
}
