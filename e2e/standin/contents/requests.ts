// Every request of a page passes here: the app's own schemes are answered by their handlers, navigations are asked
// about first, the rest goes its way.
import { fromChromium, handlerOf, isOwn, toChromium } from '../desktop/schemes.ts'
import type { Send } from './bridge.ts'

interface PausedRequest {
  readonly requestId: string
  readonly resourceType: string
  readonly frameId: string
  readonly redirectedRequestId?: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Record<string, string>
    readonly postDataEntries?: readonly { readonly bytes?: string }[]
  }
}

export interface Navigations {
  readonly frame: string
  /** May the page itself go there? */
  mayNavigate(url: string): boolean
}

/** DevTools cannot stream, and Chromium takes no message on the pipe above 100 MiB. */
const LARGEST_BODY = 70 << 20
/** Headers that hold addresses of the app. */
const ADDRESSES = new Set(['content-security-policy', 'location', 'access-control-allow-origin'])

export async function answerRequest(
  send: Send,
  navigations: Navigations,
  params: Record<string, unknown>,
): Promise<void> {
  const paused = params as unknown as PausedRequest
  const url = fromChromium(paused.request.url)
  const isMainDocument = paused.resourceType === 'Document' && paused.frameId === navigations.frame
  const answer = (method: string, more: Record<string, unknown>) =>
    send(method, { requestId: paused.requestId, ...more }).catch(() => undefined) // the page went away
  if (isMainDocument && !paused.redirectedRequestId && !navigations.mayNavigate(url)) {
    await answer('Fetch.failRequest', { errorReason: 'Aborted' })
    return
  }
  const handler = handlerOf(url)
  if (!handler) {
    if (isOwn(paused.request.url)) await answer('Fetch.failRequest', { errorReason: 'AddressUnreachable' })
    else await answer('Fetch.continueRequest', {})
    return
  }
  try {
    await answer('Fetch.fulfillRequest', await fulfil(await handler(readRequest(url, paused)), url))
  } catch (error) {
    process.stderr.write(`stand-in: ${url}: ${String(error)}\n`)
    await answer('Fetch.failRequest', { errorReason: 'Failed' })
  }
}

function readRequest(url: string, { request }: PausedRequest): Request {
  const { method, headers, postDataEntries } = request
  const body = Buffer.concat((postDataEntries ?? []).map(({ bytes = '' }) => Buffer.from(bytes, 'base64')))
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(url, { method, headers, ...(hasBody && { body }) })
}

async function fulfil(response: Response, url: string): Promise<Record<string, unknown>> {
  const body = Buffer.from(await response.arrayBuffer())
  if (body.length > LARGEST_BODY)
    throw new Error(`stand-in: an answer of ${body.length} bytes to ${url}; ${LARGEST_BODY} is the most`)
  const responseHeaders = [...response.headers].map(([name, value]) => ({
    name,
    value: ADDRESSES.has(name) ? mapAddresses(value) : value,
  }))
  return { responseCode: response.status, responseHeaders, body: body.toString('base64') }
}

/** `app://host` in a policy is, in Chromium, `https://host.app.invalid`. */
function mapAddresses(text: string): string {
  return text.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s;,/]+/gi, toChromium)
}
