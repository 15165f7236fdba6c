// Electron's own command line and what it says about the app:
//   electron [-r file] [--inspect=0] [--remote-debugging-port=0] <app folder or file> [args]
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { AppFacts } from './app/app.ts'

interface Manifest {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
}

export interface Start {
  /** To be loaded before the app: -r. */
  readonly required: readonly string[]
  /** The app's main file. */
  readonly main: string
  readonly facts: AppFacts
}

export function readCommandLine(executable: string, args: readonly string[]): Start {
  const { required, app } = readArguments(args)
  const packaged = join(dirname(executable), 'resources/app')
  const isPackaged = existsSync(packaged)
  const given = isPackaged ? packaged : app
  if (given === null) throw new Error('stand-in: no app was named')
  const path = resolve(given)
  const isFolder = statSync(path).isDirectory()
  const manifest: Manifest = isFolder ? JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) : {}
  const root = isFolder ? path : dirname(path)
  return {
    required: required.map(file => resolve(file)),
    main: isFolder ? join(path, manifest.main ?? 'index.js') : path,
    facts: {
      name: manifest.productName ?? manifest.name ?? basename(root),
      version: manifest.version ?? '0.0.0',
      root,
      executable,
      packaged: isPackaged,
    },
  }
}

function readArguments(list: readonly string[]): { required: string[]; app: string | null } {
  const required: string[] = []
  let app: string | null = null
  for (let n = 0; n < list.length; n++) {
    const arg = list[n] ?? ''
    if (arg === '-r' || arg === '--require') required.push(list[++n] ?? '')
    else if (!arg.startsWith('-') && app === null) app = arg
  }
  return { required, app }
}
