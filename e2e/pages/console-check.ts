// `npm run console-check` without set-up, which is done when specs run.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import type { Screen } from '../spice/connect.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Outcome {
  readonly status: number
  readonly said: string
  readonly picture: Screen | null
}

export async function check(...args: string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrina-check-'))
  const out = join(folder, 'picture.png')
  const line = [join(ROOT, 'scripts/console-check.ts'), ...args, '--out', out]
  try {
    return await new Promise(resolve => {
      execFile(join(ROOT, 'node_modules/.bin/tsx'), line, { cwd: ROOT }, (error, stdout, stderr) =>
        resolve({ status: Number(error?.code ?? 0), said: stdout + stderr, picture: readPicture(out) }),
      )
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function readPicture(path: string): Screen | null {
  try {
    return PNG.sync.read(readFileSync(path))
  } catch {
    return null
  }
}
