import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HostId, type VmRef } from '../../../preload/model/ids.ts'
import { Rounds } from './rounds.ts'

const ref = (host: string, n: number): VmRef => ({
  host: HostId.parse(host),
  vm: `00000000-0000-0000-0000-00000000000${n}`,
})

let isSeen: boolean
let asked: string[]
let answers: { done: (picture: Uint8Array) => void; fail: (error: Error) => void }[]
let rounds: Rounds

beforeEach(() => {
  vi.useFakeTimers()
  isSeen = true
  asked = []
  answers = []
  const take = ({ host, vm }: VmRef) => {
    asked.push(`${host}${vm.at(-1)}`)
    return new Promise<Uint8Array>((done, fail) => answers.push({ done, fail }))
  }
  rounds = new Rounds(take, () => isSeen)
})
afterEach(() => vi.useRealTimers())

/** The oldest question is answered. */
async function answer(): Promise<void> {
  answers.shift()?.done(new Uint8Array(1))
  await vi.advanceTimersByTimeAsync(300)
}

test('one at a time for each host, in turn', async () => {
  for (const watched of [ref('a', 1), ref('a', 2), ref('b', 3)]) rounds.watch(watched, () => undefined)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual(['a1', 'b3'])
  await answer()
  expect(asked).toEqual(['a1', 'b3', 'a2'])
  expect(answers).toHaveLength(2)
})

test('no machine more often than every four seconds', async () => {
  rounds.watch(ref('a', 1), () => undefined)
  await vi.advanceTimersByTimeAsync(300)
  await answer()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_200)
  expect(asked).toHaveLength(2)
})

test('nothing for a window that nobody sees, nor once nobody watches', async () => {
  isSeen = false
  const stop = rounds.watch(ref('a', 1), () => undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([])
  isSeen = true
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a machine without a screen holds nobody up', async () => {
  rounds.watch(ref('a', 1), () => undefined)
  rounds.watch(ref('a', 2), () => undefined)
  await vi.advanceTimersByTimeAsync(300)
  answers.shift()?.fail(new Error('no screen'))
  await vi.advanceTimersByTimeAsync(300)
  await answer()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked.filter(name => name === 'a1')).toHaveLength(1)
  expect(asked).toContain('a2')
})

test('two places that show one machine share its picture', async () => {
  const shown: string[] = []
  rounds.watch(ref('a', 1), () => shown.push('list'))
  rounds.watch(ref('a', 1), () => shown.push('wall'))
  await vi.advanceTimersByTimeAsync(300)
  await answer()
  expect(asked).toEqual(['a1'])
  expect(shown).toEqual(['list', 'wall'])
})
