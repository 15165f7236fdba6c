// What a list of machines costs: ours beside python3-libvirt and virsh at the same daemon, in turns.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Connection, connect } from '../../main/libvirt/index.ts'
import { best, type Measured, measure, measureProcess, PYTHON, printRatio, run } from './measure.ts'

const PEER = resolve('scripts/bench-libvirt/peer.py')
const TURNS = 2
const SECONDS = 1
const CALLS = 1_000

const WORK = {
  inTurn: listInTurn,
  atOnce: listAtOnce,
  stats: (connection: Connection) => connection.getAllDomainStats(0, 0, { timeoutMs: 0 }),
  calls: callInTurn,
}
type Figures = Record<keyof typeof WORK, Measured>

/** @param domains how many the daemon has; the bars are set for a thousand */
export async function compareReads(
  what: string,
  uri: string,
  domains: number,
  folder: string,
): Promise<void> {
  let ours: Figures | null = null
  let python: Figures | null = null
  for (let turn = 0; turn < TURNS; turn++) {
    ours = merge(ours, await measureOurs(uri))
    const { stdout } = await run(PYTHON, [PEER, uri, String(SECONDS)], { maxBuffer: 1 << 20 })
    python = merge(python, JSON.parse(stdout) as Figures)
  }
  if (!ours || !python) return
  const bar = (ratio: number) => (domains >= 1_000 ? ratio : undefined)
  console.log(`${what}, ${domains} domains: node-libvirt / the other`)
  printRatio('list with XML, all at once / python one by one', ours.atOnce, python.inTurn, bar(0.5))
  printRatio('list with XML, all at once / python 16 threads', ours.atOnce, python.atOnce, bar(0.8))
  const dump = await measureDump(uri, folder)
  printRatio('list with XML, all at once / one virsh process', ours.atOnce, dump, bar(1))
  printRatio('list with XML, one by one / python one by one', ours.inTurn, python.inTurn)
  printRatio(`${CALLS} calls one by one / python`, ours.calls, python.calls, bar(1.1))
  printRatio('bulk statistics / python', ours.stats, python.stats, bar(1.1))
  const domstats = await measureProcess('virsh', ['-c', uri, 'domstats'])
  printRatio('bulk statistics / one virsh process', ours.stats, domstats, bar(1))
}

async function measureOurs(uri: string): Promise<Figures> {
  const connection = await connect(uri)
  const figures: Partial<Figures> = {}
  for (const [name, work] of Object.entries(WORK) as [keyof Figures, (typeof WORK)[keyof Figures]][])
    figures[name] = await measure(() => work(connection), SECONDS)
  await connection.close()
  return figures as Figures
}

function merge(one: Figures | null, other: Figures): Figures {
  if (!one) return other
  const names = Object.keys(WORK) as (keyof Figures)[]
  return Object.fromEntries(names.map(name => [name, best(one[name], other[name])])) as unknown as Figures
}

/** One virsh that lists the machines and then prints the XML of each: the same work. */
async function measureDump(uri: string, folder: string): Promise<Measured> {
  const { stdout } = await run('virsh', ['-c', uri, 'list', '--all', '--name'], { maxBuffer: 1 << 22 })
  const names = stdout.split('\n').filter(Boolean)
  const script = join(folder, 'virsh-commands')
  writeFileSync(script, ['list --all', ...names.map(name => `dumpxml ${name}`), 'quit', ''].join('\n'))
  return measureProcess('virsh', ['-q', '-c', uri], script)
}

async function listInTurn(connection: Connection): Promise<void> {
  for (const domain of await connection.listAllDomains()) await domain.getXMLDesc()
}

async function listAtOnce(connection: Connection): Promise<void> {
  await Promise.all((await connection.listAllDomains()).map(domain => domain.getXMLDesc(0, { timeoutMs: 0 })))
}

async function callInTurn(connection: Connection): Promise<void> {
  for (let n = 0; n < CALLS; n++) await connection.getHostname()
}
