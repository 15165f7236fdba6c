// Which of a guest's file systems can grow while they are mounted, and by what program of the guest.
import type { GuestFileSystem } from '../../preload/model/guest.ts'

/** A name and its arguments. */
export type Program = readonly [name: string, ...args: string[]]

type Grower = (device: string, mountPoint: string) => Program

const growExt: Grower = device => ['resize2fs', device]
const GROWERS = new Map<string, Grower>([
  ['ext2', growExt],
  ['ext3', growExt],
  ['ext4', growExt],
  ['xfs', (_, mountPoint) => ['xfs_growfs', mountPoint]],
  ['btrfs', (_, mountPoint) => ['btrfs', 'filesystem', 'resize', 'max', mountPoint]],
])

export function growerOf({ type, device, mountPoint }: GuestFileSystem): Program | null {
  return device === null ? null : (GROWERS.get(type)?.(device, mountPoint) ?? null)
}

/**
 * @param name what the guest's kernel calls the block device that holds it: `vda1`, `dm-0`
 * @param device the disk's device as the agent found it, `/dev/vda1`: another one than `name` below a volume or encryption
 */
export function growthOf(
  type: string,
  name: string | null,
  diskCount: number,
  device: string | null,
): GuestFileSystem['growth'] {
  if (!GROWERS.has(type)) return 'kind'
  return diskCount === 1 && device !== null && device === `/dev/${name}` ? 'can' : 'layers'
}
