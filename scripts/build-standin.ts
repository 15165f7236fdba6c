// out/standin: stands in for Electron's binary on machines where it cannot be had. With
// ELECTRON_OVERRIDE_DIST_PATH=out/standin, `electron` and Playwright use it.
import { join } from 'node:path'
import { buildStandin } from '../e2e/standin/build.ts'

await buildStandin(join(import.meta.dirname, '../out/standin'))
