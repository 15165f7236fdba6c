// No page may have anything that axe finds.
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export async function expectAccessible(page: Page): Promise<void> {
  // The guest's picture is the guest's. React Aria's announcements of a moment ago name fields that may be gone.
  // Legacy mode needs no second page, which Electron windows cannot open.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .exclude('[data-console]')
    .exclude('[data-live-announcer]')
    .analyze()
  const found = violations.map(v => `${v.id}: ${v.nodes.map(node => node.html).join(' ')}`)
  expect(found).toEqual([])
}
