// What needs the desktop's own dialogs, and what they give: paths.
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Translate } from '../../preload/locales/i18n.ts'
import { AppFailure } from '../../preload/model/error.ts'

type FileKind = 'media' | 'kernel' | 'initrd'

export async function pickFile(window: BrowserWindow, kind: FileKind, t: Translate): Promise<string | null> {
  const filters =
    kind === 'media'
      ? [
          { name: t('dialog.media'), extensions: ['iso', 'img', 'qcow2', 'raw'] },
          { name: t('dialog.anyFile'), extensions: ['*'] },
        ]
      : []
  const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters })
  return canceled ? null : (filePaths[0] ?? null)
}

/** Where something is to be saved, in the folder for downloads unless the user says otherwise; null: nowhere. */
export async function pickPlace(
  window: BrowserWindow,
  name: string,
  extension: 'png' | 'log' | 'webm',
): Promise<string | null> {
  const fileName = `${basename(name).replace(/[^\p{L}\p{N}._ -]/gu, '_')}.${extension}`
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), fileName),
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  return canceled || !filePath ? null : filePath
}

/** @returns where it was saved, null if the user thought better of it. Fails with `file.notWritten`. */
export async function saveFile(
  window: BrowserWindow,
  name: string,
  extension: 'png' | 'log',
  content: Uint8Array | string,
): Promise<string | null> {
  const path = await pickPlace(window, name, extension)
  if (path === null) return null
  try {
    await writeFile(path, content)
  } catch (error) {
    throw new AppFailure('file.notWritten', { path }, { detail: String(error) })
  }
  return path
}
