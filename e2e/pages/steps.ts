// How many presses and entries a user needs, beside virt-manager 5.1's (counted by hand in its windows; null: it cannot).
import { expect, type Locator } from '@playwright/test'

const JOBS = {
  'hot-add a disk': { most: 3, virtManager: 4 },
  'take a snapshot': { most: 2, virtManager: 4 },
  'go back to a snapshot': { most: 2, virtManager: 3 },
  'grow a disk': { most: 3, virtManager: null },
} as const

/** Presses, and counts. */
export class Steps {
  count = 0

  async press(button: Locator): Promise<void> {
    await button.click()
    this.count++
  }
}

export function expectSteps(job: keyof typeof JOBS, steps: number): void {
  const { most, virtManager } = JOBS[job]
  console.log(`${job}: ${steps} steps; virt-manager: ${virtManager ?? 'not possible'}`)
  expect(steps).toBeLessThanOrEqual(most)
}
