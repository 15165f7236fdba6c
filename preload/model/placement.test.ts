// Sets of processors, and NUMA nodes that always hold all of a machine.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  divideEvenly,
  fitCells,
  type GuestCell,
  giveCpus,
  giveMemory,
  parseCells,
  parseCpuSet,
  parsePins,
  pinOneToOne,
  printCells,
  printCpuSet,
  printPins,
  type Whole,
} from './placement.ts'

test('a set is read as libvirt reads it, and anything else is none', () => {
  expect(parseCpuSet('0-3,^2,8')).toEqual([0, 1, 3, 8])
  expect(printCpuSet([8, 0, 1, 3])).toBe('0-1,3,8')
  for (const text of ['', 'a', '1-', '3-1', '0-99999', '1;2', '-1'])
    expect(parseCpuSet(text), text).toBeNull()
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300), { minLength: 1 }), cpus => {
      expect(parseCpuSet(printCpuSet(cpus))).toEqual([...cpus].sort((a, b) => a - b))
    }),
  )
})

test('lists come back from their one value as they were', () => {
  expect(printPins(parsePins('0:0-3;1:4'))).toBe('0:0-3;1:4')
  expect(printCells(parseCells('0-1=1024;=2048'))).toBe('0-1=1024;=2048')
  expect([printPins({}), printCells([])]).toEqual([null, null])
})

/** Each of the machine’s processors once, and all of its memory. */
function expectWhole(cells: readonly GuestCell[], { cpus, memoryKiB }: Whole): void {
  const held = cells.flatMap(cell => cell.cpus).sort((a, b) => a - b)
  expect(held).toEqual(Array.from({ length: cpus }, (_, n) => n))
  expect(cells.reduce((sum, cell) => sum + cell.memoryKiB, 0)).toBe(memoryKiB)
  for (const cell of cells) expect(cell.memoryKiB).toBeGreaterThan(0)
}

test('whatever is given to one node, all nodes together are the machine', () => {
  const whole = fc.record({
    cpus: fc.integer({ min: 1, max: 64 }),
    memoryKiB: fc.integer({ min: 65536, max: 1 << 24 }),
  })
  const edits = fc.array(
    fc.record({
      at: fc.nat(7),
      cpus: fc.array(fc.nat(63)),
      memoryKiB: fc.nat(1 << 24),
      whole: fc.option(whole),
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), whole, edits, (count, first, changes) => {
      let now = first
      let cells = divideEvenly(count, now)
      expectWhole(cells, now)
      for (const { at, cpus, memoryKiB, whole: next } of changes) {
        const place = at % count
        const mine = cpus.filter(cpu => cpu < now.cpus)
        if (place < count - 1) {
          cells = giveCpus(cells, place, [...new Set(mine)], now)
          expectWhole(cells, now)
          cells = giveMemory(cells, place, memoryKiB, now)
          expectWhole(cells, now)
        }
        now = next ?? now
        cells = fitCells(cells, now)
        expectWhole(cells, now)
      }
    }),
  )
})

test('one to one keeps neighbours beside each other, and needs as many processors as the guest has', () => {
  // Threads of one core are numbered far apart, as on most hosts.
  const cpu = (id: number, socket: number, core: number) => ({ id, socket, die: 0, core })
  const nodes = [
    { id: 0, memoryKiB: 1, cpus: [cpu(0, 0, 0), cpu(1, 0, 1), cpu(4, 0, 0), cpu(5, 0, 1)] },
    { id: 1, memoryKiB: 1, cpus: [cpu(2, 1, 0), cpu(6, 1, 0)] },
  ]
  expect(pinOneToOne(5, nodes)).toEqual({ 0: '0', 1: '4', 2: '1', 3: '5', 4: '2' })
  expect(pinOneToOne(7, nodes)).toBeNull()
})
