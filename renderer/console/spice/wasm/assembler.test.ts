// What the assembler writes is what an engine does: routines are run, over numbers that try each encoding.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  assemble,
  choose,
  forever,
  lanes16,
  load,
  loadLanes,
  type Routine,
  store,
  storeLanes,
  when,
} from './assembler.ts'

function run(routine: Omit<Routine, 'name'>, ...given: number[]): { result: number; words: Int32Array } {
  const memory = new WebAssembly.Memory({ initial: 1 })
  const module = new WebAssembly.Module(assemble([{ ...routine, name: 'it' }]))
  const { exports } = new WebAssembly.Instance(module, { js: { memory } })
  const result = (exports['it'] as (...numbers: number[]) => number)(...given)
  return { result, words: new Int32Array(memory.buffer) }
}

it('computes as TypeScript does, with constants of any size', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (a, b) => {
      const body: Routine['body'] = ([x]) => ({
        code: [],
        result: (x as NonNullable<typeof x>).plus(b).xor(b).shl(3).shr(b).minus(a),
      })
      expect(run({ parameters: 1, body }, a).result).toBe(((((((a + b) ^ b) << 3) >>> (b & 31)) | 0) - a) | 0)
    }),
  )
})

it('goes round until it leaves, and chooses', () => {
  const { result, words } = run(
    {
      parameters: 1,
      body: ([count], { i32 }) => {
        const [left, sum] = [count as NonNullable<typeof count>, i32()]
        const code = [
          forever(leave => [
            leave(left.isZero()),
            sum.set(sum.plus(left)),
            when(left.equals(3), store(1_000, sum, 24)),
            left.set(left.minus(1)),
          ]),
        ]
        return { code, result: choose(sum.isMore(10), sum, load(1_000, 24)) }
      },
    },
    200,
  )
  expect(result).toBe((200 * 201) / 2)
  expect(words[256]).toBe(result - 3)
})

it('finds the least of eight numbers, as the decoder does', () => {
  const numbers = [700, 12, 9, 40_000, 8, 65_535, 11, 10]
  const { result, words } = run({
    parameters: 0,
    body: (_, { lanes: local }) => {
      const least = local()
      const code = [
        storeLanes(64, lanes16(numbers)),
        least.set(loadLanes(64)),
        ...[
          [4, 5, 6, 7, 0, 1, 2, 3],
          [2, 3, 0, 1, 6, 7, 4, 5],
          [1, 0, 3, 2, 5, 4, 7, 6],
        ].map(order => least.set(least.lesser16(least.inOrder16(order)))),
        storeLanes(
          64,
          loadLanes(64)
            .shr16(1)
            .plus16(lanes16([1, 0, 0, 0, 0, 0, 0, 0])),
        ),
      ]
      return { code, result: least.first16() }
    },
  })
  expect(result).toBe(8)
  expect((words[16] as number) & 0xffff).toBe(351)
})
