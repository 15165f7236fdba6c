import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SURFACE_FORMAT, Surface } from '../drawing/surface.ts'
import { Monitors } from './monitors.ts'
import { Panes } from './panes.ts'

/** What node has not: a canvas that remembers what was painted on it, and frames that a test lets come. */
const frames: (() => void)[] = []
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (go: () => void) => frames.push(go))
  vi.stubGlobal('ImageData', class {})
})
afterEach(() => {
  frames.length = 0
  vi.unstubAllGlobals()
})

function makeCanvas() {
  const painted: number[][] = []
  const context = {
    putImageData: (_image: unknown, ...box: number[]) => void painted.push(box.map(n => n + 0)), // no -0
  }
  return { painted, canvas: { getContext: () => context } as unknown as OffscreenCanvas }
}

const nextFrame = () => {
  for (const go of frames.splice(0)) go()
}

/** Two heads on one surface, as QXL has them. */
function makeTwoHeads() {
  const surface = new Surface(100, 50, SURFACE_FORMAT.xrgb)
  const monitors = new Monitors()
  monitors.setSurface(0, surface)
  const head = { surface: 0, y: 0, height: 50 }
  monitors.setHeads(0, [
    { ...head, id: 0, x: 0, width: 60 },
    { ...head, id: 1, x: 60, width: 40 },
  ])
  const sizes: (readonly [number, number])[] = []
  const panes = new Panes(monitors, (pane, { width }) => sizes.push([pane, width]))
  const [left, right] = [makeCanvas(), makeCanvas()]
  panes.add(1, left.canvas, '0.0')
  panes.add(2, right.canvas, '0.1')
  nextFrame()
  return { surface, panes, left, right, sizes }
}

test('each pane is told its size and paints its own part of a surface that they share', () => {
  const { surface, panes, left, right, sizes } = makeTwoHeads()
  expect(sizes).toEqual([
    [1, 60],
    [2, 40],
  ])
  expect(left.painted).toEqual([[0, 0, 0, 0, 60, 50]])
  expect(right.painted).toEqual([[-60, 0, 60, 0, 40, 50]])
  surface.drawn({ left: 50, top: 10, right: 70, bottom: 20 })
  panes.damaged(0)
  nextFrame()
  expect(left.painted[1]).toEqual([0, 0, 50, 10, 10, 10])
  expect(right.painted[1]).toEqual([-60, 0, 60, 10, 10, 10])
})

test('a pane that wants a size wants it for its monitor; the others keep theirs, or what was wanted for them', () => {
  const { panes } = makeTwoHeads()
  expect(panes.resize(2, { width: 300, height: 200 })).toMatchObject([
    { width: 60, height: 50 },
    { width: 300, height: 200 },
  ])
  expect(panes.resize(1, { width: 500, height: 400 })).toEqual([
    { width: 500, height: 400 },
    { width: 300, height: 200 },
  ])
})

test('a pane that is gone is painted no more', () => {
  const { surface, panes, left, right } = makeTwoHeads()
  panes.remove(2)
  surface.drawn(surface.bounds)
  panes.damaged(0)
  nextFrame()
  expect([left.painted.length, right.painted.length]).toEqual([2, 1])
})
