// A page as somebody walks it who has a keyboard only, and hears names instead of seeing them.
import { type CDPSession, expect, type Page } from '@playwright/test'
import { expectAccessible } from './accessibility.ts'

/** Far more than any page has. */
const MOST_STOPS = 150

/**
 * Walks round by Tab, letting go of the guest's keyboard where it takes it. Whatever can be reached is reached, and has
 * a name; axe finds nothing.
 * @returns the names in their order
 */
export async function walk(page: Page): Promise<string[]> {
  await expectAccessible(page)
  const devtools = await page.context().newCDPSession(page)
  await page.evaluate(() => {
    Object.assign(window, { stops: new Set<Element>() })
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
  const names: string[] = []
  const nameless: string[] = []
  for (let n = 0; n < MOST_STOPS; n++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const { activeElement: at } = document
      const { stops } = window as unknown as { stops: Set<Element> }
      if (!at || at === document.body) return 'none'
      if (stops.has(at)) return 'again'
      stops.add(at)
      return at.closest('[data-console]') ? 'guest' : 'control'
    })
    if (stop === 'again') break
    if (stop === 'none') continue // from the page's end to its beginning
    const { name, html } = await nameOfFocused(page, devtools)
    if (name === '') nameless.push(html)
    names.push(name)
    if (stop === 'guest') await page.keyboard.press('Control+Alt')
  }
  await devtools.detach()
  expect(nameless).toEqual([])
  expect(await page.evaluate(findMissed)).toEqual([])
  return names
}

async function nameOfFocused(page: Page, devtools: CDPSession): Promise<{ name: string; html: string }> {
  const html = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? '')
  const { result } = await devtools.send('Runtime.evaluate', { expression: 'document.activeElement' })
  const { nodes } = await devtools.send('Accessibility.getPartialAXTree', {
    objectId: result.objectId ?? '',
    fetchRelatives: false,
  })
  return { name: String(nodes[0]?.name?.value ?? '').trim(), html }
}

/** What should have been a stop. Of radio buttons, tabs and the like, one is: the others are reached from it by arrows. */
function findMissed(): string[] {
  const { stops } = window as unknown as { stops: Set<Element> }
  const all = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex]'),
  ]
  return all
    .filter(
      one => one.tabIndex >= 0 && !one.matches(':disabled') && !one.closest('[inert], [aria-hidden="true"]'),
    )
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !stops.has(one))
    .map(one => one.outerHTML.slice(0, 200))
}
