// A volume of 1 GiB up and down, beside virsh in turns, while another connection's calls are timed.
import { execFileSync } from 'node:child_process'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connection, connect, type StorageVolume } from '../../main/libvirt/index.ts'
import { judge, run } from './measure.ts'

const BYTES = 1 << 30
const TURNS = 3
const NO_LESS = 0.8
const ANSWERED_MS = 50

/** @param home a folder that the daemon may write to; @param folder one for our own files */
export async function measureVolumes(uri: string, home: string, folder: string): Promise<void> {
  const calls = await connect(uri)
  const bulk = await connect(uri)
  const target = `<target><path>${join(home, 'images')}</path></target>`
  const pool = await bulk.storagePoolDefineXML(`<pool type='dir'><name>bench</name>${target}</pool>`)
  await pool.build()
  await pool.create()
  const volume = await pool.volCreateXML(
    `<volume><name>v.raw</name><capacity>${BYTES}</capacity><target><format type='raw'/></target></volume>`,
  )
  const source = join(folder, 'source.raw')
  execFileSync('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', `count=${BYTES >> 20}`], {
    stdio: 'ignore',
  })
  const stop = new AbortController()
  const answers = timeAnswers(calls, stop.signal)
  await compare('up', () => upload(volume, source), virsh(uri, 'vol-upload', source))
  const copy = join(folder, 'copy.raw')
  await compare('down', () => download(volume, copy), virsh(uri, 'vol-download', copy))
  stop.abort()
  printAnswers(await answers)
  execFileSync('cmp', [source, copy])
  await volume.delete()
  await pool.destroy()
  await pool.undefine()
  await bulk.close()
  await calls.close()
}

async function compare(
  way: string,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<void> {
  let [us, them] = [0, 0]
  for (let turn = 0; turn < TURNS; turn++) {
    us = Math.max(us, await speedMiB(ours))
    them = Math.max(them, await speedMiB(theirs))
  }
  const ratio = us / them
  console.log(
    `1 GiB ${way}: ${us.toFixed(0)} / virsh ${them.toFixed(0)} MiB a second = ${ratio.toFixed(2)} ${judge(ratio >= NO_LESS, `≥ ${NO_LESS}`)}`,
  )
}

async function speedMiB(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (BYTES >> 20) / ((performance.now() - begun) / 1_000)
}

async function upload(volume: StorageVolume, path: string): Promise<void> {
  await using file = await open(path)
  await volume.uploadFrom(file, { lengthBytes: BYTES })
}

async function download(volume: StorageVolume, path: string): Promise<void> {
  await using file = await open(path, 'w')
  await volume.downloadTo(file)
}

function virsh(uri: string, command: string, file: string): () => Promise<unknown> {
  return () => run('virsh', ['-c', uri, command, 'v.raw', file, '--pool', 'bench'])
}

/** Milliseconds that each call took, until the signal. */
async function timeAnswers(connection: Connection, signal: AbortSignal): Promise<number[]> {
  const took: number[] = []
  while (!signal.aborted) {
    const begun = performance.now()
    await connection.getHostname()
    took.push(performance.now() - begun)
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  return took.sort((a, b) => a - b)
}

function printAnswers(took: readonly number[]): void {
  const at = (part: number) => took[Math.floor(part * (took.length - 1))] ?? 0
  const verdict = judge(at(0.99) <= ANSWERED_MS, `99 % ≤ ${ANSWERED_MS}`)
  console.log(
    `${took.length} calls meanwhile, ms: median ${at(0.5).toFixed(1)}, 99 % ${at(0.99).toFixed(1)}, slowest ${at(1).toFixed(1)} ${verdict}`,
  )
}
