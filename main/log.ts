// The log: lines of JSON in one file that starts anew at 1 MiB, the one before kept. Values under a name that
// smells of a secret are cut out, whatever the caller thought.
import { appendFile, rename, stat } from 'node:fs/promises'

const LIMIT_BYTES = 1 << 20
const SECRET = /pass(word|wd)?|secret|ticket|token/i

export interface Log {
  info(what: string, about?: Readonly<Record<string, unknown>>): void
  error(what: string, about?: Readonly<Record<string, unknown>>): void
}

/** Lines are written one after another; a disk that refuses them costs the log, never the app. */
export function openLog(path: string): Log {
  let tail: Promise<void> = Promise.resolve()
  const write = (level: string, what: string, about: Readonly<Record<string, unknown>> = {}) => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, what, ...redact(about) })}\n`
    tail = tail.then(() => append(path, line)).catch(() => undefined)
  }
  return {
    info: (what, about) => write('info', what, about),
    error: (what, about) => write('error', what, about),
  }
}

async function append(path: string, line: string): Promise<void> {
  const size = await stat(path).then(
    s => s.size,
    () => 0,
  )
  if (size > LIMIT_BYTES) await rename(path, `${path}.1`)
  await appendFile(path, line, { mode: 0o600 })
}

export function redact(about: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(about).map(([name, value]) => {
      if (SECRET.test(name)) return [name, '[cut]']
      if (value instanceof Error) return [name, { name: value.name, message: cutSecrets(value.message) }]
      return [name, typeof value === 'string' ? cutSecrets(value) : value]
    }),
  )
}

/** Passwords that sit in a text: an XML attribute, a query, a key=value. */
function cutSecrets(value: string): string {
  return value.replace(/(pass(?:word|wd)?['"]?\s*[=:]\s*)(['"]?)[^'"&\s>]+\2/gi, '$1$2[cut]$2')
}
