// Plays the part of Electron's own start: its command line, `electron` as a module, the app's main file, `ready`.
import Module, { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readCommandLine } from './command-line.ts'

const VERSION = '45.4.1-standin'
const NAMES = ['electron', 'electron/main', 'electron/common']

const executable = process.env['STANDIN_EXECUTABLE'] ?? process.argv[1] ?? 'electron'
const args = process.argv.slice(2)
const { required, main, facts } = readCommandLine(executable, args)

globalThis.__standin = facts
process.argv = [executable, ...args]
Object.assign(process.versions, { electron: VERSION })
Object.assign(process, {
  type: 'browser',
  resourcesPath: join(dirname(executable), 'resources'),
  ...(facts.packaged ? {} : { defaultApp: true }),
})

const { electron, start } = await import('./electron.ts')
Object.assign(globalThis, { __standinElectron: electron })
giveElectron(Object.keys(electron), electron)
for (const file of required) createRequire(import.meta.url)(file)
await import(pathToFileURL(main).href)
// The command line as it was: Playwright takes its own words out of process.argv.
await start(args)

/** `require('electron')`, which Playwright uses, and `import … from 'electron'`, which the app does. */
function giveElectron(members: readonly string[], exports: object): void {
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown }
  const load = loader._load
  loader._load = (request, ...rest) =>
    NAMES.includes(request) ? exports : load.call(loader, request, ...rest)
  const source = `const e = globalThis.__standinElectron; export default e; export const { ${members.join(', ')} } = e`
  const url = `data:text/javascript,${encodeURIComponent(source)}`
  const hook = `const names = ${JSON.stringify(NAMES)}
export const resolve = (name, context, next) =>
  names.includes(name) ? { url: ${JSON.stringify(url)}, shortCircuit: true } : next(name, context)`
  Module.register(`data:text/javascript,${encodeURIComponent(hook)}`)
}
