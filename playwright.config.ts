import { defineConfig } from '@playwright/test'

// One worker: the specs share one libvirt daemon and two cores.
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  // A guest without KVM can take longer than any patience. What fails twice is broken; what failed once is printed as flaky.
  retries: 1,
  reporter: process.env['CI'] ? [['list']] : [['list'], ['html', { open: 'never' }]],
})
