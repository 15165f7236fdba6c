// Plays the part of Electron's own start: its command line, `electron` as a module, the app's main file, `ready`.
//   electron [-r file] [--inspect=0] [--remote-debugging-port=0] <app folder or file> [args]
import { existsSync, readFileSync, statSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Manifest {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
}

const executable = process.env['STANDIN_EXECUTABLE'] ?? process.argv[1] ?? 'electron'
const args = process.argv.slice(2)
const { files, appArgument } = readArguments(args)
const packaged = ['app', 'app.asar']
  .map(name => join(dirname(executable), 'resources', name))
  .find(path => existsSync(path))
const given = packaged ?? appArgument
if (!given) {
  process.stderr.write('stand-in: no app was named\n')
  process.exit(2)
}
const path = resolve(given)
const isFolder = statSync(path).isDirectory()
const root = isFolder ? path : dirname(path)
const manifest: Manifest = isFolder ? JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) : {}
const main = isFolder ? join(path, manifest.main ?? 'index.js') : path

globalThis.__standin = {
  name: manifest.productName ?? manifest.name ?? basename(root),
  version: manifest.version ?? '0.0.0',
  root,
  executable,
  packaged: packaged !== undefined,
}
process.argv = [executable, ...args]
Object.assign(process.versions, { electron: '45.4.1-standin' })
Object.assign(process, { type: 'browser', resourcesPath: join(dirname(executable), 'resources') })

const { electron, start } = await import('./electron.ts')
const { strict } = await import('./strict.ts')
const moduleForApp = strict('electron', electron)
Object.assign(globalThis, { __standinElectron: moduleForApp })
giveElectron(moduleForApp)
for (const file of files) createRequire(import.meta.url)(resolve(file))
await import(pathToFileURL(main).href)
// The command line as it was: Playwright takes its own words out of process.argv.
await start(args)

/** `require('electron')`, which Playwright uses, and `import … from 'electron'`, which the app does. */
function giveElectron(exports: object): void {
  const names = ['electron', 'electron/main', 'electron/common']
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown }
  const load = loader._load
  loader._load = (request, ...rest) =>
    names.includes(request) ? exports : load.call(loader, request, ...rest)
  const members = Object.keys(electron)
  const source = `const e = globalThis.__standinElectron; export default e; export const { ${members.join(', ')} } = e`
  const url = `data:text/javascript,${encodeURIComponent(source)}`
  const hook = `const names = ${JSON.stringify(names)}
export const resolve = (name, context, next) =>
  names.includes(name) ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(name, context)`
  Module.register(`data:text/javascript,${encodeURIComponent(hook)}`)
}

function readArguments(list: readonly string[]): { files: string[]; appArgument: string | null } {
  const required: string[] = []
  let app: string | null = null
  for (let n = 0; n < list.length; n++) {
    const arg = list[n] ?? ''
    if (arg === '-r' || arg === '--require') required.push(list[++n] ?? '')
    else if (!arg.startsWith('-') && app === null) app = arg
  }
  return { files: required, appArgument: app }
}
