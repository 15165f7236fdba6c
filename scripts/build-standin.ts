// e2e/standin → out/standin/electron: an executable that stands in for Electron's binary, for machines where it
// cannot be had. ELECTRON_OVERRIDE_DIST_PATH=out/standin makes `electron` and Playwright use it.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const out = join(root, 'out/standin')

const LAUNCHER = `#!/bin/sh
# Stands in for Electron's binary: the app's main process in Node, its windows in the distribution's Chromium.
here=$(dirname "$(readlink -f "$0")")
inspect=
for arg in "$@"; do case "$arg" in --inspect|--inspect=*) inspect=$arg ;; esac; done
STANDIN_EXECUTABLE="$here/$(basename "$0")" exec "\${STANDIN_NODE:-node}" $inspect "$here/standin/boot.js" "$@"
`

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'standin/world'), { recursive: true })
await build({
  entryPoints: [join(root, 'e2e/standin/boot.ts')],
  outfile: join(out, 'standin/boot.js'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
})
await build({
  entryPoints: [join(root, 'e2e/standin/world/page.ts'), join(root, 'e2e/standin/world/preload.ts')],
  outdir: join(out, 'standin/world'),
  bundle: true,
  format: 'iife',
  target: 'chrome130',
})
writeFileSync(join(out, 'standin/package.json'), '{ "type": "module" }\n')
writeFileSync(join(out, 'electron'), LAUNCHER)
chmodSync(join(out, 'electron'), 0o755)
