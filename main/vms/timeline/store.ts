// Timelines on disk: one JSON document a machine, in a folder a host, readable by the user alone; the oldest go first.
import { readdir, readFile, rm } from 'node:fs/promises'
import { z } from 'zod'
import { type HostId, Uuid, type VmRef } from '../../../preload/model/ids.ts'
import { PictureId, type TimelineEntry, type TimelineWhat } from '../../../preload/model/timeline.ts'
import { replaceFile } from '../../settings/file.ts'
import { hostFolder, machineFile } from '../../settings/machine-file.ts'
import { KeyedQueue } from '../../tasks/keyed-queue.ts'

export const MOST_ENTRIES = 200
const OLDEST_MS = 90 * 24 * 3_600_000

/** As it was written by us. */
const File = z.object({
  entries: z.array(
    z.object({ at: z.number(), what: z.custom<TimelineWhat>(), picture: PictureId.nullable() }),
  ),
})

export class TimelineStore {
  readonly #folder: string
  readonly #queue = new KeyedQueue()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Oldest first. A file that is missing or broken holds nothing. */
  async read(ref: VmRef): Promise<readonly TimelineEntry[]> {
    try {
      return File.parse(JSON.parse(await readFile(this.#path(ref), 'utf8'))).entries
    } catch {
      return []
    }
  }

  /** @param next what becomes of the entries. @returns those that are kept */
  change(
    ref: VmRef,
    next: (entries: readonly TimelineEntry[]) => readonly TimelineEntry[],
  ): Promise<readonly TimelineEntry[]> {
    const path = this.#path(ref)
    return this.#queue.run(path, async () => {
      const kept = next(await this.read(ref))
        .filter(({ at }) => at > Date.now() - OLDEST_MS)
        .slice(-MOST_ENTRIES)
      await replaceFile(path, `${JSON.stringify({ entries: kept })}\n`)
      return kept
    })
  }

  /** @param forget called for machines that have been gone for as long as an entry may be old */
  async prune(
    host: HostId,
    present: ReadonlySet<string>,
    forget: (ref: VmRef) => Promise<void>,
  ): Promise<void> {
    for (const name of await readdir(hostFolder(this.#folder, host)).catch(() => [])) {
      const uuid = Uuid.safeParse(name.replace(/\.json$/, ''))
      if (!uuid.success || present.has(uuid.data)) continue
      const ref = { host, vm: uuid.data }
      const last = (await this.read(ref)).at(-1)
      if (!last || last.at < Date.now() - OLDEST_MS) await forget(ref)
    }
  }

  async forget(ref: VmRef): Promise<void> {
    await this.#queue.run(this.#path(ref), () => rm(this.#path(ref), { force: true }))
  }

  #path({ host, vm }: VmRef): string {
    return machineFile(this.#folder, host, vm)
  }
}
