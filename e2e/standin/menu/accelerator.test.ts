import { expect, test } from 'vitest'
import { normaliseAccelerator } from './accelerator.ts'

test.each([
  ['CmdOrCtrl+K', 'Ctrl+K'],
  ['Shift+CommandOrControl+k', 'Ctrl+Shift+K'],
  ['Alt+Left', 'Alt+ArrowLeft'],
  ['F11', 'F11'],
  ['Ctrl+,', 'Ctrl+,'],
  ['Ctrl+Plus', 'Ctrl++'],
  ['Esc', 'Escape'],
])('%s is %s', (written, reported) => {
  expect(normaliseAccelerator(written)).toBe(reported)
})
