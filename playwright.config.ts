import { defineConfig } from '@playwright/test'

// One worker: the specs share one libvirt daemon and two cores.
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: process.env['CI'] ? [['list']] : [['list'], ['html', { open: 'never' }]],
})
