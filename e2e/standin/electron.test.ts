// What the app uses of Electron is emulated: every name that it imports, every member that it takes of one.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { NO_OPS } from './no-ops.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Not the member of something else, nor the key of a text. */
const UNQUOTED = '(?<![.\\w\'"])'
let electron: Readonly<Record<string, Record<string, unknown>>>

beforeAll(async () => {
  globalThis.__standin = { name: 'test', version: '0', root: '/', executable: '/electron', packaged: false }
  const module = await import('./electron.ts')
  electron = module.electron as unknown as typeof electron
})

interface Source {
  readonly file: string
  readonly text: string
  /** Imported from electron as values. */
  readonly names: readonly string[]
}

function readSources(folder: string): Source[] {
  const files = (readdirSync(join(ROOT, folder), { recursive: true }) as string[])
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map(name => join(folder, name))
  return files.flatMap(file => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    const imports = [...text.matchAll(/import (?!type)\{([^}]+)\} from 'electron'/g)]
    const names = imports.flatMap(([, list = '']) =>
      list
        .split(',')
        .map(name => name.trim())
        .filter(name => name && !name.startsWith('type ')),
    )
    return names.length > 0 ? [{ file, text, names }] : []
  })
}

test('main: every import of electron, and every member taken of it', () => {
  const missing: string[] = []
  let members = 0
  for (const { file, text, names } of readSources('main')) {
    for (const name of names) {
      if (!(name in electron)) missing.push(`${file}: ${name}`)
      // What a method gives back is the end-to-end tests' to find.
      const code = text.replace(/ from '.*'/g, '')
      for (const [, member = ''] of code.matchAll(new RegExp(`${UNQUOTED}${name}\\.(\\w+)`, 'g'))) {
        members++
        try {
          void electron[name]?.[member]
        } catch (error) {
          missing.push(`${file}: ${String(error)}`)
        }
      }
    }
  }
  expect(missing).toEqual([])
  expect(members).toBeGreaterThan(10)
})

test('preload: every import of electron', () => {
  const preload = readFileSync(join(import.meta.dirname, 'world/preload.ts'), 'utf8')
  const names = readSources('preload').flatMap(source => source.names)
  expect(names).toContain('contextBridge')
  expect(names.filter(name => !preload.includes(`${name}: refusing('${name}'`))).toEqual([])
})

test('what Electron has and the stand-in does not throws, at every level', () => {
  const { app, BrowserWindow, Menu, session, shell } = electron
  const defaultSession = session?.['defaultSession'] as Record<string, unknown> | undefined
  expect(() => electron['Tray']).toThrow('stand-in: electron.Tray is not emulated')
  expect(() => app?.['getAppMetrics']).toThrow('stand-in: app.getAppMetrics is not emulated')
  expect(() => BrowserWindow?.['getAllViews']).toThrow('stand-in: BrowserWindow.getAllViews is not emulated')
  expect(() => Menu?.['sendActionToFirstResponder']).toThrow('is not emulated')
  expect(() => session?.['fromPartition']).toThrow('stand-in: session.fromPartition is not emulated')
  expect(() => shell?.['trashItem']).toThrow('stand-in: shell.trashItem is not emulated')
  expect(() => defaultSession?.['webRequest']).toThrow('stand-in: Session.webRequest is not emulated')
})

test('what does nothing says why', () => {
  for (const reason of Object.values(NO_OPS)) expect(reason).toMatch(/\w+ \w+/)
})
