import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { strict } from './strict.ts'

class Thing {
  readonly #secret = 7
  reveal(): number {
    return this.#secret
  }
}

test('a member that is not emulated throws, naming itself', () => {
  const thing = strict('thing', new Thing())
  expect(thing.reveal()).toBe(7)
  expect(() => (thing as unknown as { tray: unknown }).tray).toThrow('stand-in: thing.tray is not emulated')
})

test('what a test puts in its place is what the app gets', () => {
  const dialog = strict('dialog', { show: (): string => 'real' })
  dialog.show = () => 'stubbed'
  expect(dialog.show()).toBe('stubbed')
})

test('every name that the app imports from electron is emulated', async () => {
  globalThis.__standin = { name: 'test', version: '0', root: '/', executable: '/electron', packaged: false }
  const { electron } = await import('./electron.ts')
  const root = join(import.meta.dirname, '../..')
  const used = new Set<string>()
  for (const name of readdirSync(join(root, 'main'), { recursive: true }) as string[]) {
    if (!name.endsWith('.ts')) continue
    const source = readFileSync(join(root, 'main', name), 'utf8')
    for (const [, names = ''] of source.matchAll(/import \{([^}]+)\} from 'electron'/g)) {
      for (const part of names.split(',').map(p => p.trim()))
        if (part && !part.startsWith('type ')) used.add(part)
    }
  }
  expect([...used].filter(name => !(name in electron))).toEqual([])
  expect(used.size).toBeGreaterThan(8)
})
