import { expect, test } from 'vitest'
import { faceOf, strict } from './strict.ts'

class Thing {
  readonly #secret = 7
  reveal(): number {
    return this.#secret
  }
  hidden(): number {
    return 1
  }
  chain(): this {
    return this
  }
}

test('a member that is not emulated throws, naming itself; so does one that is only ours', () => {
  const thing = strict('thing', new Thing(), ['reveal'])
  expect(thing.reveal()).toBe(7)
  expect(() => (thing as unknown as { tray: unknown }).tray).toThrow('stand-in: thing.tray is not emulated')
  expect(() => thing.hidden()).toThrow('stand-in: thing.hidden is not emulated')
})

test('what a test puts in its place is what the app gets', () => {
  const dialog = strict('dialog', { show: (): string => 'real' }, ['show'])
  dialog.show = () => 'stubbed'
  expect(dialog.show()).toBe('stubbed')
})

test('chained calls do not get round the face', () => {
  const raw = new Thing()
  const thing = strict('thing', raw, ['chain'])
  expect(thing.chain()).toBe(thing)
  expect(faceOf(raw)).toBe(thing)
})

test('listed members do nothing, and only they', () => {
  const app = strict('app', {}, []) as Pick<Electron.App, 'setAppUserModelId' | 'getAppMetrics'>
  expect(app.setAppUserModelId('x')).toBeUndefined()
  expect(() => app.getAppMetrics()).toThrow('stand-in: app.getAppMetrics is not emulated')
})
