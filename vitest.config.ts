import { defineConfig } from 'vitest/config'

// Two environments: everything that runs in Node, and the renderer's components in jsdom.
export default defineConfig({
  test: {
    // Real daemons and guests, on machines that do other things too.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: [
            'main/**/*.test.ts',
            'preload/**/*.test.ts',
            'scripts/**/*.test.ts',
            'e2e/standin/**/*.test.ts',
            'e2e/{spice,vnc,keyboard}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'renderer',
          environment: 'jsdom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          css: { modules: { classNameStrategy: 'non-scoped' } },
        },
      },
    ],
  },
})
