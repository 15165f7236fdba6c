// Every package that ends up in the app is in NOTICE, with a licence that Apache-2.0 can live with.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const ALLOWED = ['MIT', 'ISC', 'Apache-2.0', 'OFL-1.1', 'MPL-2.0', 'LGPL-3.0-or-later']

interface Manifest {
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

function manifest(path: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, path, 'package.json'), 'utf8'))
}

const notice = readFileSync(join(ROOT, 'NOTICE'), 'utf8').split('\n')

test.each(Object.keys(manifest('.').dependencies ?? {}))('%s', name => {
  const licence = manifest(`node_modules/${name}`).license ?? ''
  expect(ALLOWED).toContain(licence)
  const line = notice.find(text => text.split(/[\s,]+/).includes(name))
  expect(line, `${name} is not in NOTICE`).toBeDefined()
  expect(line).toContain(licence)
})
