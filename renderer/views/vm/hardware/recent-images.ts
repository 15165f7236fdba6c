// The images that were put into machines last: people use the same few again and again.
import type { HostId } from '../../../../preload/model/ids.ts'
import { MOST_IMAGES, MOST_MACHINES } from '../../../../preload/model/settings.ts'
import { ask } from '../../../store/client.ts'
import { useMirror } from '../../../store/mirror.ts'

/** Paths on that host, the newest first; and how one becomes the newest. */
export function useRecentImages(host: HostId): [paths: readonly string[], remember: (path: string) => void] {
  const all = useMirror(state => state.settings.recentImages)
  const mine = all[host] ?? NONE
  const remember = (path: string) => {
    const newest = [path, ...mine.filter(other => other !== path)].slice(0, MOST_IMAGES)
    const others = Object.entries(all).filter(([id]) => id !== host)
    const kept = Object.fromEntries([...others, [host, newest] as const].slice(-MOST_MACHINES))
    void ask('settings.change', { recentImages: kept })
  }
  return [mine, remember]
}

const NONE: readonly string[] = []
