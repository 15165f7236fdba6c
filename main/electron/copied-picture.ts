// Pictures on this computer's clipboard, as PNG.
import { ClipboardItem, clipboard } from 'electron'

const PNG = 'image/png'

export function copyPicture(png: Uint8Array): Promise<void> {
  const blob = new Blob([new Uint8Array(png)], { type: PNG })
  return clipboard.write([new ClipboardItem({ [PNG]: blob })])
}

/** @returns null where there is none */
export async function pastePicture(): Promise<Uint8Array | null> {
  for (const item of await clipboard.read()) {
    if (!item.types.includes(PNG)) continue
    const blob: Blob = await item.getType<typeof PNG>(PNG)
    return new Uint8Array(await blob.arrayBuffer())
  }
  return null
}
