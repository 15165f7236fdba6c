// protocol: an app's own scheme. Chromium refuses schemes that it does not know before DevTools could answer for
// them, so app://host/path is https://host.app.invalid/path inside: a secure context that no name server knows.
import { strict } from '../strict.ts'

type Handler = (request: Request) => Response | Promise<Response>

const schemes = new Set<string>()
const handlers = new Map<string, Handler>()

export function toChromium(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  return match?.[1] && schemes.has(match[1]) ? `https://${match[2]}.${match[1]}.invalid${match[3]}` : url
}

export function fromChromium(url: string): string {
  return url.replace(
    /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.invalid/i,
    (whole, host: string, scheme: string) => (schemes.has(scheme) ? `${scheme}://${host}` : whole),
  )
}

/** Whether an address, as Chromium has it, is one that no network must see. */
export function isOwn(url: string): boolean {
  return /^https?:\/\/[^/?#]*\.invalid(:|\/|$)/.test(url)
}

/** Undefined when the URL is of no scheme of the app. */
export function handlerOf(url: string): Handler | undefined {
  return handlers.get(url.split(':')[0] ?? '')
}

const MEMBERS = [
  'registerSchemesAsPrivileged',
  'handle',
  'unhandle',
  'isProtocolHandled',
] as const satisfies readonly (keyof Electron.Protocol)[]

const emulated = {
  registerSchemesAsPrivileged(list) {
    for (const { scheme } of list) schemes.add(scheme)
  },
  handle(scheme, handler) {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    schemes.add(scheme)
    handlers.set(scheme, handler as Handler)
  },
  unhandle(scheme) {
    handlers.delete(scheme)
  },
  isProtocolHandled: scheme => handlers.has(scheme),
} satisfies Pick<Electron.Protocol, (typeof MEMBERS)[number]>

export const protocol = strict('protocol', emulated, MEMBERS)
