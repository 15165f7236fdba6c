// What the tools say of a file that was saved, or why it was not.
import { useState } from 'react'
import { AppFailure } from '../../preload/model/error.ts'
import { errorText, useWords } from '../store/words.ts'

type Note = string | null

/** @returns what is to be said; saves and says where; says something else */
export function useSaving(): [
  note: Note,
  save: (saving: () => Promise<string | null>) => Promise<void>,
  say: (note: Note) => void,
] {
  const { t } = useWords()
  const [note, setNote] = useState<Note>(null)
  const save = async (saving: () => Promise<string | null>) => {
    try {
      const path = await saving()
      if (path !== null) setNote(t('console.saved', { path }))
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error
      setNote(errorText(error.error, t))
    }
  }
  return [note, save, setNote]
}
