// main/libvirt → out/node-libvirt, or the folder that is named: one JavaScript file with its types, importable from
// plain Node.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const source = join(root, 'main/libvirt')
const out = process.argv[2] ?? join(root, 'out/node-libvirt')

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
await build({
  entryPoints: [join(source, 'index.ts')],
  outfile: join(out, 'index.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
})
const tsc = join(root, 'node_modules/typescript/bin/tsc')
const types = [
  '--declaration',
  '--emitDeclarationOnly',
  '--noEmit',
  'false',
  '--rewriteRelativeImportExtensions',
  '--outDir',
  out,
]
const shared = [
  '--target',
  'ES2023',
  '--module',
  'ESNext',
  '--moduleResolution',
  'bundler',
  '--lib',
  'ES2024',
  '--types',
  'node',
  '--skipLibCheck',
  '--strict',
  '--ignoreConfig',
]
execFileSync(process.execPath, [tsc, ...types, ...shared, join(source, 'index.ts')], { stdio: 'inherit' })
// Declarations name the sources they came from: a reader of the package has .js beside .d.ts.
for (const name of readdirSync(out, { recursive: true }) as string[]) {
  if (!name.endsWith('.d.ts')) continue
  const path = join(out, name)
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(/(from\s+['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'),
  )
}
const { name, version, description, license } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
const manifest = {
  name,
  version,
  description,
  license,
  type: 'module',
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  engines: { node: '>=20' },
}
writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
