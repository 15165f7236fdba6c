// Files that are sent to a guest: which, how far, how they ended.
import { useCallback, useMemo, useRef, useState } from 'react'
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

/**
 * What was dropped, without folders: only files are sent.
 * @returns null when nothing of it is a file
 */
export function filesOf(data: DataTransfer): File[] | null {
  const files = [...data.items].flatMap(item => {
    const isFile = item.kind === 'file' && item.webkitGetAsEntry()?.isFile !== false
    const file = isFile ? item.getAsFile() : null
    return file ? [file] : []
  })
  return files.length > 0 ? files : null
}
