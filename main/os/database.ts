// What is known of guest operating systems: osinfo-db's data as the system has it, our own small table where it
// has none. Read once, in slices that let everything else run in between; kept as a compact index.
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { OsFacts } from '../../preload/model/os.ts'
import { replaceFile } from '../settings/file.ts'
import { type OsEntry, readOsFile, resolveEntries } from './osinfo.ts'
import { TABLE } from './table.ts'

/** What a picture says of itself (ISO 9660 primary volume descriptor). */
export interface MediaLabel {
  readonly volumeId: string
  readonly systemId: string
  readonly publisherId: string
  readonly applicationId: string
}

export interface LabelPattern {
  readonly os: string
  readonly volumeId: string | null
  readonly systemId: string | null
  readonly publisherId: string | null
  readonly applicationId: string | null
}

export interface OsIndex {
  readonly stamp: string
  readonly systems: readonly OsFacts[]
  readonly patterns: readonly LabelPattern[]
}

export interface DatabaseOptions {
  readonly cacheFolder: string
  /** Folders with osinfo-db's `os` in them, the last word first; default: the system's. */
  readonly folders?: readonly string[]
}

/** Bumped when the index's shape or rules change. */
const INDEX_VERSION = 2
/** The longest field of an ISO 9660 label. */
const LABEL_CHARACTERS = 128
const ROLLING = /archlinux|tumbleweed|rawhide|testing|sid|rolling|unstable|edge|eln|factory|sisyphus/
const UNKNOWN_COUNTS = 1000
const opened = new Map<string, Promise<OsDatabase>>()

/** The database of this process: opened once, whoever asks first waits for it. */
export function openOsDatabase(options: DatabaseOptions): Promise<OsDatabase> {
  const key = JSON.stringify(options)
  let database = opened.get(key)
  if (!database) {
    database = loadIndex(options).then(index => new OsDatabase(index))
    opened.set(key, database)
    database.catch(() => opened.delete(key))
  }
  return database
}

export class OsDatabase {
  readonly #systems: ReadonlyMap<string, OsFacts>
  readonly #patterns: readonly LabelPattern[]
  readonly #expressions = new Map<string, RegExp | null>()

  constructor(index: OsIndex) {
    const own = TABLE.map(entry => entry.facts).filter(facts => !index.systems.some(s => s.id === facts.id))
    this.#systems = new Map([...own, ...index.systems].map(facts => [facts.id, facts]))
    this.#patterns = [...index.patterns, ...TABLE.flatMap(entry => entry.patterns)]
  }

  get(id: string): OsFacts | null {
    return this.#systems.get(id) ?? null
  }

  /** Newest first; those that are never released but roll on before all. */
  list(): readonly OsFacts[] {
    const date = ({ released, shortId }: OsFacts) => (ROLLING.test(shortId) ? '9999' : (released ?? ''))
    return [...this.#systems.values()].sort((a, b) => date(b).localeCompare(date(a)))
  }

  /** The system whose pattern fits the label best: the one that says most of it. */
  match(label: MediaLabel): OsFacts | null {
    let best: { weight: number; os: string } | null = null
    for (const pattern of this.#patterns) {
      const weight = this.#weigh(pattern, label)
      if (weight > (best?.weight ?? 0)) best = { weight, os: pattern.os }
    }
    return best ? this.get(best.os) : null
  }

  /** 0: does not fit; else the length of what the pattern says. */
  #weigh(pattern: LabelPattern, label: MediaLabel): number {
    if (pattern.volumeId === null) return 0
    let weight = 0
    for (const field of ['volumeId', 'systemId', 'publisherId', 'applicationId'] as const) {
      const expression = pattern[field]
      if (expression === null) continue
      if (!this.#compile(expression)?.test(label[field].slice(0, LABEL_CHARACTERS))) return 0
      weight += expression.length
    }
    // osinfo's names for "some version of": only where no version is known.
    return pattern.os.endsWith('unknown') ? weight / UNKNOWN_COUNTS : weight
  }

  /**
   * osinfo's patterns are regular expressions of GLib, found anywhere in the text. One that JavaScript refuses fits
   * nothing.
   */
  #compile(expression: string): RegExp | null {
    const known = this.#expressions.get(expression)
    if (known !== undefined) return known
    let compiled: RegExp | null = null
    try {
      compiled = new RegExp(expression)
    } catch {}
    this.#expressions.set(expression, compiled)
    return compiled
  }
}

async function loadIndex({ cacheFolder, folders = systemFolders() }: DatabaseOptions): Promise<OsIndex> {
  const stamp = await stampOf(folders)
  const path = join(cacheFolder, 'systems.json')
  const cached = await readFile(path, 'utf8')
    .then(text => JSON.parse(text) as OsIndex)
    .catch(() => null)
  if (cached?.stamp === stamp) return cached
  const index = { stamp, ...(await readFolders(folders)) }
  await nextTurn()
  await replaceFile(path, JSON.stringify(index)).catch(() => undefined) // without a cache it is slower, not wrong
  return index
}

/** libosinfo's places, the user's own before the system's (osinfo-db-path); the last are those of Homebrew. */
function systemFolders(): string[] {
  const { OSINFO_USER_DIR, OSINFO_LOCAL_DIR, OSINFO_SYSTEM_DIR, XDG_CONFIG_HOME } = process.env
  return [
    OSINFO_USER_DIR ?? join(XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'osinfo'),
    OSINFO_LOCAL_DIR ?? '/etc/osinfo',
    ...(OSINFO_SYSTEM_DIR
      ? [OSINFO_SYSTEM_DIR]
      : ['/usr/share/osinfo', '/usr/local/share/osinfo', '/opt/homebrew/share/osinfo']),
  ]
}

/** The data's version where it has one, and when each folder in it last changed. */
async function stampOf(folders: readonly string[]): Promise<string> {
  const parts = await Promise.all(
    folders.map(async folder => {
      const version = await readFile(join(folder, 'VERSION'), 'utf8').catch(() => '')
      const vendors = await readdir(join(folder, 'os')).catch(() => [])
      const changed = await Promise.all(['.', ...vendors].map(name => changedAt(join(folder, 'os', name))))
      return `${folder}:${version.trim()}:${Math.max(...changed)}`
    }),
  )
  return `${INDEX_VERSION} ${parts.join(' ')}`
}

function changedAt(path: string): Promise<number> {
  return stat(path).then(
    found => found.mtimeMs,
    () => 0,
  )
}

async function readFolders(folders: readonly string[]): Promise<Omit<OsIndex, 'stamp'>> {
  const entries = new Map<string, OsEntry>()
  for (const folder of [...folders].reverse()) {
    const names = await readdir(join(folder, 'os'), { recursive: true }).catch(() => [])
    for (const name of names) {
      if (!name.endsWith('.xml')) continue
      const entry = readOsFile(await readFile(join(folder, 'os', name), 'utf8'))
      if (entry) entries.set(entry.id, entry)
      await nextTurn() // one file a turn: a few milliseconds at most
    }
  }
  await nextTurn()
  return resolveEntries(entries)
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
