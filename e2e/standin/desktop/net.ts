// net.fetch: files, the app's own schemes, and what Node fetches.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strict } from '../strict.ts'
import { handlerOf } from './schemes.ts'

const MEMBERS = ['fetch'] as const satisfies readonly (keyof Electron.Net)[]

const MIME: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

const emulated = {
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url
    if (url.startsWith('file:')) return fetchFile(url)
    const handler = handlerOf(url)
    return handler ? handler(new Request(input, init)) : fetch(input, init)
  },
} satisfies Record<(typeof MEMBERS)[number], (...args: never[]) => unknown>

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url)
  const bytes = await readFile(path).catch(() => {
    throw new Error('net::ERR_FILE_NOT_FOUND')
  })
  return new Response(bytes, {
    headers: { 'content-type': MIME[extname(path)] ?? 'application/octet-stream' },
  })
}

export const net = strict('net', emulated, MEMBERS)
