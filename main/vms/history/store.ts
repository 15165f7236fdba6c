// Definitions on disk: one JSON document a machine, in a folder a host, readable by the user alone. Small by its bounds:
// the oldest go first, the last one stays.
import { readdir, readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import type { HistoryEntry } from '../../../preload/model/history.ts'
import type { HostId } from '../../../preload/model/ids.ts'
import { replaceFile } from '../../settings/file.ts'
import { hostFolder, machineFile } from '../../settings/machine-file.ts'
import { KeyedQueue } from '../../tasks/keyed-queue.ts'

const MOST_VERSIONS = 50
const MOST_BYTES = 1 << 20
const OLDEST_MS = 90 * 24 * 3_600_000

/** HistoryEntry, as it was written by us. */
const Version = z.object({ at: z.number(), xml: z.string(), changes: z.custom<HistoryEntry['changes']>() })
const File = z.object({ versions: z.array(Version) })

export class HistoryStore {
  readonly #folder: string
  readonly #queue = new KeyedQueue()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Oldest first. A file that is missing or broken holds nothing. */
  async read(host: HostId, uuid: string): Promise<readonly HistoryEntry[]> {
    try {
      return File.parse(JSON.parse(await readFile(this.#path(host, uuid), 'utf8'))).versions
    } catch {
      return []
    }
  }

  /** @param next the version after `last`, null where nothing changed */
  add(
    host: HostId,
    uuid: string,
    next: (last: HistoryEntry | undefined) => HistoryEntry | null,
  ): Promise<void> {
    const path = this.#path(host, uuid)
    return this.#queue.run(path, async () => {
      const versions = await this.read(host, uuid)
      const version = next(versions.at(-1))
      if (!version) return
      const kept = bound([...versions, version])
      await replaceFile(path, `${JSON.stringify({ versions: kept })}\n`)
    })
  }

  /** Forgets machines that are gone for as long as the oldest version may be old. */
  async prune(host: HostId, present: ReadonlySet<string>): Promise<void> {
    const names = await readdir(hostFolder(this.#folder, host)).catch(() => [])
    for (const uuid of names
      .filter(name => name.endsWith('.json'))
      .map(name => name.slice(0, -'.json'.length))) {
      const last = present.has(uuid) ? null : (await this.read(host, uuid)).at(-1)
      if (last && last.at < Date.now() - OLDEST_MS) await rm(this.#path(host, uuid), { force: true })
    }
  }

  #path(host: HostId, uuid: string): string {
    return machineFile(this.#folder, host, uuid)
  }
}

function bound(versions: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const last = versions.length - 1
  const young = versions.filter(({ at }, place) => place === last || at > Date.now() - OLDEST_MS)
  let kept = young.slice(-MOST_VERSIONS)
  while (kept.length > 1 && kept.reduce((sum, { xml }) => sum + xml.length, 0) > MOST_BYTES)
    kept = kept.slice(1)
  return kept
}
