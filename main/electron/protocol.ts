// app://vitrina/… serves the built renderer, files only from its folder, each with our policy.

import { join, normalize, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'
import { CONTENT_SECURITY_POLICY, ORIGIN } from './security.ts'

/** Before the app is ready. */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }])
}

/** @param folder the built renderer */
export function serveRenderer(folder: string): void {
  protocol.handle('app', async request => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== ORIGIN) return new Response(null, { status: 404 })
    const file = normalize(join(folder, decodeURIComponent(url.pathname)))
    if (!file.startsWith(folder + sep)) return new Response(null, { status: 403 })
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null)
    if (!found) return new Response(null, { status: 404 })
    const headers = new Headers(found.headers)
    headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    headers.set('X-Content-Type-Options', 'nosniff')
    return new Response(found.body, { status: 200, headers })
  })
}
