// Which kept picture is a snapshot's: taken with it, by this computer. Named by the snapshot's name and time, so that another
// program's later snapshot of the same name never gets it.
import { createHash } from 'node:crypto'
import type { VmRef } from '../../preload/model/ids.ts'
import type { Snapshot } from '../../preload/model/snapshot.ts'
import type { PictureRef } from '../../preload/model/timeline.ts'

/** Where pictures are kept (main/vms/pictures). */
export interface KeptPictures {
  /** The screen now; null where there is none. */
  look(ref: VmRef): Promise<Uint8Array | null>
  keep(ref: PictureRef, png: Uint8Array): Promise<void>
  list(ref: VmRef): Promise<readonly string[]>
  forget(ref: VmRef, pictures: readonly string[]): Promise<void>
}

const PREFIX = 's-'

export function pictureOf({ name, takenAt }: Pick<Snapshot, 'name' | 'takenAt'>): string {
  return `${PREFIX}${createHash('sha256').update(name).digest('hex').slice(0, 16)}-${takenAt / 1_000}`
}

/** Says which snapshots have one, and forgets those of snapshots that are gone. */
export async function withPictures(
  ref: VmRef,
  snapshots: readonly Omit<Snapshot, 'picture'>[],
  pictures: KeptPictures,
): Promise<Snapshot[]> {
  const kept = new Set((await pictures.list(ref)).filter(name => name.startsWith(PREFIX)))
  const found = snapshots.map(snapshot => {
    const picture = pictureOf(snapshot)
    return { ...snapshot, picture: kept.has(picture) ? picture : null }
  })
  const wanted = new Set(found.map(({ picture }) => picture))
  await pictures.forget(
    ref,
    [...kept].filter(name => !wanted.has(name)),
  )
  return found
}
