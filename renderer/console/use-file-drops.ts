// Files that are sent to a guest: which, how far, how they ended.
import { useCallback, useMemo, useRef, useState } from 'react'
import { ask, pathOf } from '../store/client.ts'
import type { Display, FileEnd } from './display.ts'

export interface FileDrop {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly sentBytes: number
  /** null while it goes on. */
  readonly end: FileEnd | null
}

export interface FileDrops {
  readonly drops: readonly FileDrop[]
  send(display: Display, files: Iterable<File>): void
  dismiss(id: number): void
  readonly onFileProgress: (id: number, sentBytes: number) => void
  readonly onFileEnded: (id: number, end: FileEnd) => void
}

export function useFileDrops(): FileDrops {
  const [drops, setDrops] = useState<readonly FileDrop[]>([])
  const ids = useRef(0)
  const change = useCallback((id: number, now: Partial<FileDrop>) => {
    setDrops(before => before.map(drop => (drop.id === id ? { ...drop, ...now } : drop)))
  }, [])
  return useMemo(
    () => ({
      drops,
      send: (display, files) => {
        for (const file of files) {
          const id = ++ids.current
          setDrops(before => [...before, { id, name: file.name, size: file.size, sentBytes: 0, end: null }])
          display.sendFile?.(id, file)
        }
      },
      dismiss: id => setDrops(before => before.filter(drop => drop.id !== id)),
      onFileProgress: (id, sentBytes) => change(id, { sentBytes }),
      onFileEnded: (id, end) => change(id, { end }),
    }),
    [drops, change],
  )
}

/** What was dropped; a folder is one of them, too. Only while the event lasts. */
export function filesOf(data: DataTransfer): File[] {
  return [...data.items].flatMap(item => item.getAsFile() ?? [])
}

/** Those that may be sent: regular files, and what was made in the page, which is nowhere on the disk. */
export async function regularFiles(files: readonly File[]): Promise<File[]> {
  const paths = await Promise.all(files.map(pathOf))
  const onDisk = paths.filter(path => path !== '')
  const areRegular = await ask('window.areRegularFiles', onDisk)
  const regular = new Set(onDisk.filter((_, n) => areRegular[n]))
  return files.filter((_, n) => paths[n] === '' || regular.has(paths[n] ?? ''))
}
