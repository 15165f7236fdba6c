// Who may import whom. The table is the house's (ARCHITECTURE.md); this reads every import there is.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const LEAVES = [
  'main/tasks',
  'main/settings',
  'main/state',
  'main/log.ts',
  'main/media',
  'main/os',
  'main/readiness',
  'preload/model',
]
const HOST_SIDE = ['main/hosts', 'main/libvirt', 'main/xml', ...LEAVES]

/** Folder → what it may import beside itself. The first that fits a file counts. */
const LAYERS: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['main/libvirt', []],
  ['main/xml', ['preload/model']],
  ...LEAVES.filter(leaf => leaf.startsWith('main/')).map(leaf => [leaf, LEAVES] as const),
  ['main/hosts', ['main/libvirt', 'main/xml', ...LEAVES]],
  ...['main/vms', 'main/storage', 'main/snapshots'].map(noun => [noun, HOST_SIDE] as const),
  ['main/console', [...HOST_SIDE, 'preload/contract.ts']],
  ['main/create', [...HOST_SIDE, 'main/vms', 'main/storage']],
  ['main/electron', ['preload', 'main/log.ts']],
  ['main/ipc.ts', ['main', 'preload']],
  ['main/asks.ts', ['main', 'preload']],
  ['main/index.ts', ['main', 'preload']],
  ['preload', []],
  ['renderer/ui', ['renderer/format']],
  ['renderer/format', []],
  ['renderer/store', ['preload']],
  ['renderer/console', ['renderer/ui', 'renderer/store', 'preload']],
  ['renderer/views', ['renderer/ui', 'renderer/store', 'renderer/format', 'renderer/console', 'preload']],
  ['renderer/wizards', ['renderer/ui', 'renderer/store', 'renderer/format', 'preload']],
  ['renderer', ['preload']],
]

interface Import {
  readonly file: string
  readonly target: string
}

function sources(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true }) as string[]
  return names
    .filter(name => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map(name => join(folder, name))
}

/** Paths from the root for files of ours, package names for the rest. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s+['"]([^'"]+)['"]/g)].map(([, name = '']) => {
    if (name === 'node-libvirt') return { file, target: 'main/libvirt' }
    return { file, target: name.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), name)) : name }
  })
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)
const ALL = ['main', 'preload', 'renderer'].flatMap(sources).flatMap(importsOf)

test('imports between our folders follow the table', () => {
  const wrong = ALL.filter(({ file, target }) => {
    if (!['main', 'preload', 'renderer', 'e2e', 'scripts'].some(top => within(target, top))) return false
    const layer = LAYERS.find(([folder]) => within(file, folder))
    if (!layer) return true
    const [own, allowed] = layer
    return !within(target, own) && !allowed.some(folder => within(target, folder))
  })
  expect(wrong).toEqual([])
})

test('only these import electron', () => {
  const files = new Set(ALL.filter(({ target }) => target === 'electron').map(({ file }) => file))
  const allowed = [...files].filter(
    file =>
      !within(file, 'main/electron') &&
      !['main/ipc.ts', 'main/index.ts', 'preload/index.ts', 'preload/bridge.ts'].includes(file),
  )
  expect(allowed).toEqual([])
  expect(files.size).toBeGreaterThan(5)
})

test('the renderer and preload import nothing of Node', () => {
  expect(ALL.filter(({ file, target }) => !within(file, 'main') && target.startsWith('node:'))).toEqual([])
})

test('the preload script carries no zod', () => {
  const reached = new Set<string>()
  const follow = (file: string) => {
    if (reached.has(file)) return
    reached.add(file)
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/import type[^\n]*\n/g, '')
    for (const [, name = ''] of text.matchAll(/from\s+['"]([^'"]+)['"]/g)) {
      if (name.startsWith('.')) follow(relative(ROOT, resolve(ROOT, dirname(file), name)))
      else reached.add(name)
    }
  }
  follow('preload/index.ts')
  expect([...reached]).not.toContain('zod')
})
