// What is put into a page before its first byte: the receiving half of contextBridge in its own world; `electron` and
// the preload script in an isolated one.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorldConfig } from '../ipc/messages.ts'

/** Electron's name for it. */
export const WORLD = 'Electron Isolated Context'
export const BINDING = '__standinSend'

export function worldSources(
  preload: string | undefined,
  windowed: boolean,
): { page: string; preload: string } {
  const config: WorldConfig = {
    toPage: randomUUID(),
    toPreload: randomUUID(),
    binding: BINDING,
    platform: process.platform,
    arch: process.arch,
    versions: process.versions as Record<string, string>,
    windowed,
  }
  const { script, failure } = readPreload(preload)
  // Frames inside a page get neither.
  const top = (body: string) =>
    `(() => { if (window.top !== window) return; const __STANDIN__ = ${JSON.stringify(config)}; ${body} })()`
  return {
    page: top(world('page.js')),
    preload: top(
      `const __FAILURE__ = ${JSON.stringify(failure)};
const __PRELOAD__ = function (require, module, exports, process) { ${script}\n };
${world('preload.js')}`,
    ),
  }
}

function world(name: string): string {
  return readFileSync(join(import.meta.dirname, 'world', name), 'utf8')
}

function readPreload(path: string | undefined): { script: string; failure: string | null } {
  try {
    return { script: path ? readFileSync(path, 'utf8') : '', failure: null }
  } catch (error) {
    return { script: '', failure: String(error) }
  }
}
