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
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !isDescribed(id, html)).map(({ html }) => `${id}: ${html}`),
  )
  expect(found).toEqual([])
}

/** axe takes all text in an entry for its label; what stands below the label is its description, and said as such. */
function isDescribed(rule: string, html: string): boolean {
  return (
    rule === 'label-content-name-mismatch' &&
    /role="(menuitem|option)"/.test(html) &&
    /describedby/.test(html)
  )
}
