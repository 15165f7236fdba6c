// Connection files, and the window that they open.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

export interface VvDisplay {
  readonly kind: 'spice' | 'vnc'
  /** On this computer. */
  readonly port: number
}

/** @param more lines. @returns its path */
export function writeVv(folder: string, { kind, port }: VvDisplay, ...more: readonly string[]): string {
  const path = join(folder, `${kind}.vv`)
  writeFileSync(
    path,
    ['[virt-viewer]', `type=${kind}`, 'host=127.0.0.1', `port=${port}`, ...more, ''].join('\n'),
  )
  return path
}

/** Agrees to connect, and waits until its display is there. */
export async function agreeToVv(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.locator('[data-console][data-state="connected"]').waitFor({ timeout: 60_000 })
}
