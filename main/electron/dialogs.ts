// What needs the desktop's own dialogs, and what they give: paths.
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Translate } from '../../preload/locales/i18n.ts'

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

/** @returns where it was saved, null if the user thought better of it */
export async function savePicture(
  window: BrowserWindow,
  name: string,
  png: Uint8Array,
): Promise<string | null> {
  const defaultPath = join(
    app.getPath('downloads'),
    `${basename(name).replace(/[^\p{L}\p{N}._ -]/gu, '_')}.png`,
  )
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath,
    filters: [{ name: 'PNG', extensions: ['png'] }],
  })
  if (canceled || !filePath) return null
  await writeFile(filePath, png)
  return filePath
}
