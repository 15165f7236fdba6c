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
  ['vitrina xml lab web', true, { kind: 'xml', host: 'lab', vm: 'web', file: null }],
  ['vitrina xml lab web /tmp/a.xml', true, { kind: 'xml', host: 'lab', vm: 'web', file: '/tmp/a.xml' }],
  ['vitrina xml lab web a b', true, { kind: 'unknown' }],
  ['vitrina fields lab web', true, { kind: 'fields', host: 'lab', vm: 'web' }],
  ['vitrina fields lab web more', true, { kind: 'unknown' }],
  [
    'vitrina set lab web disk:vda.cache none',
    true,
    { kind: 'set', host: 'lab', vm: 'web', field: 'disk:vda.cache', value: 'none' },
  ],
  [
    'vitrina set lab web machine.title',
    true,
    { kind: 'set', host: 'lab', vm: 'web', field: 'machine.title', value: null },
  ],
  ['vitrina set lab web', true, { kind: 'unknown' }],
  ['vitrina set lab web machine.title a b', true, { kind: 'unknown' }],
  ['vitrina /tmp/a.vv', true, { kind: 'file', path: '/tmp/a.vv' }],
  ['vitrina shell lab web', true, { kind: 'unknown' }],
] as const)('%s', (line, isPackaged, command) => {
  expect(readCommand(line.split(' '), isPackaged)).toEqual(command)
})
