// Where Chromium is: VITRINA_CHROMIUM, or one of its names on PATH.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const wanted = env['VITRINA_CHROMIUM'] ? [env['VITRINA_CHROMIUM']] : NAMES
  const path = wanted.map(name => findProgram(name, env)).find(found => found !== null)
  if (!path) throw new Error(`stand-in: no Chromium found (looked for ${wanted.join(', ')})`)
  return path
}

/** The path of a program that can be run, or null. */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
  const paths = name.includes('/')
    ? [name]
    : (env['PATH'] ?? '').split(delimiter).map(folder => join(folder, name))
  return paths.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
