// e2e/standin → a folder with an executable `electron`: what Electron's own dist folder has, as far as its wrapper
// and Playwright look at it.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const LAUNCHER = `#!/bin/sh
# Stands in for Electron's binary: the app's main process in Node, its windows in the distribution's Chromium.
here=$(dirname "$(readlink -f "$0")")
inspect=
for arg in "$@"; do case "$arg" in --inspect|--inspect=*|--inspect-brk*) inspect=$arg ;; esac; done
STANDIN_EXECUTABLE="$here/$(basename "$0")" exec "\${STANDIN_NODE:-node}" $inspect "$here/standin/boot.js" "$@"
`

export async function buildStandin(out: string): Promise<void> {
  const here = import.meta.dirname
  rmSync(out, { recursive: true, force: true })
  mkdirSync(join(out, 'standin/world'), { recursive: true })
  await Promise.all([
    build({
      entryPoints: [join(here, 'boot.ts')],
      outfile: join(out, 'standin/boot.js'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'warning',
    }),
    build({
      entryPoints: [join(here, 'world/page.ts'), join(here, 'world/preload.ts')],
      outdir: join(out, 'standin/world'),
      bundle: true,
      format: 'iife',
      target: 'chrome130',
      logLevel: 'warning',
    }),
  ])
  writeFileSync(join(out, 'standin/package.json'), '{ "type": "module" }\n')
  writeFileSync(join(out, 'electron'), LAUNCHER)
  chmodSync(join(out, 'electron'), 0o755)
}
