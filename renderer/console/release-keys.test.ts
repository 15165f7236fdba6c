import { expect, test } from 'vitest'
import { ReleaseKeys } from './release-keys.ts'

/** `+` down, `-` up; whether the last one released. */
function play(keys: ReleaseKeys, events: string): boolean {
  let released = false
  for (const event of events.split(' ')) {
    const code = event.slice(1)
    if (event.startsWith('+')) keys.down(code)
    else released = keys.up(code)
  }
  return released
}

test.each([
  ['+ControlLeft +AltLeft -AltLeft', false],
  ['+ControlLeft +AltLeft -AltLeft -ControlLeft', true],
  ['+AltLeft +ControlRight -AltLeft -ControlRight', true],
  ['+ControlLeft +ControlLeft +AltLeft -ControlLeft -AltLeft', true],
  ['+ControlLeft -ControlLeft', false],
  ['+ControlLeft +AltLeft +Delete -Delete -AltLeft -ControlLeft', false],
  ['+ControlLeft +AltRight -AltRight -ControlLeft', false],
  ['+KeyA +ControlLeft +AltLeft -ControlLeft -AltLeft -KeyA', false],
])('Ctrl+Alt: %s', (events, released) => {
  expect(play(new ReleaseKeys('ctrl-alt'), events)).toBe(released)
})

test('the right Ctrl alone', () => {
  const keys = new ReleaseKeys('right-ctrl')
  expect(play(keys, '+ControlLeft -ControlLeft')).toBe(false)
  expect(play(keys, '+ControlRight +KeyC -KeyC -ControlRight')).toBe(false)
  expect(play(keys, '+ControlRight -ControlRight')).toBe(true)
})

test('a key whose end went elsewhere is forgotten with the focus', () => {
  const keys = new ReleaseKeys('ctrl-shift')
  keys.down('KeyA')
  keys.forget()
  expect(play(keys, '+ControlLeft +ShiftLeft -ControlLeft -ShiftLeft')).toBe(true)
})
