import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { breakLines } from './native-command.ts'

test('an option a line, and a shell still reads the same words', () => {
  const command = `LC_ALL=C /usr/bin/qemu -name 'guest=a b -c',debug=on -S -m 64 -x '{"a":"it'\\''s -y"}'`
  const broken = breakLines(command)
  expect(broken.split('\n')).toHaveLength(5)
  const words = (text: string) =>
    execFileSync('sh', ['-c', `printf '%s\\n' ${text.replace('LC_ALL=C ', '')}`], { encoding: 'utf8' })
  expect(words(broken)).toBe(words(command))
})
