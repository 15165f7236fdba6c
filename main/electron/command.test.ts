import { expect, test } from 'vitest'
import { readCommand } from './command.ts'

test.each([
  ['/usr/bin/vitrina', true, { kind: 'open' }],
  ['/usr/bin/vitrina --no-sandbox', true, { kind: 'open' }],
  ['electron .', false, { kind: 'open' }],
  [
    'electron --remote-debugging-port=0 . console system web',
    false,
    { kind: 'console', host: 'system', vm: 'web' },
  ],
  [
    'vitrina console qemu+ssh://lab/system web',
    true,
    { kind: 'console', host: 'qemu+ssh://lab/system', vm: 'web' },
  ],
  ['vitrina console lab', true, { kind: 'unknown' }],
  ['vitrina console lab web more', true, { kind: 'unknown' }],
  ['vitrina shell lab web', true, { kind: 'unknown' }],
] as const)('%s', (line, isPackaged, command) => {
  expect(readCommand(line.split(' '), isPackaged)).toEqual(command)
})
