import { expect, test } from 'vitest'
import { SURFACE_FORMAT, Surface } from '../drawing/surface.ts'
import { Monitors } from './monitors.ts'

const surface = (width: number, height: number) => new Surface(width, height, SURFACE_FORMAT.xrgb)
const head = (id: number, x: number, y: number, width: number, height: number) => ({
  id,
  surface: 0,
  x,
  y,
  width,
  height,
})

test('a surface without heads is a monitor; channels follow each other', () => {
  const monitors = new Monitors()
  expect(monitors.find(null)).toBeNull()
  monitors.setSurface(1, surface(640, 480))
  monitors.setSurface(0, surface(800, 600))
  expect(monitors.all().map(({ monitor }) => monitor)).toEqual([
    { id: '0.0', width: 800, height: 600 },
    { id: '1.0', width: 640, height: 480 },
  ])
  expect(monitors.find(null)?.display).toBe(0)
})

test('several heads share a surface; those that are off, or lie beyond it, are none', () => {
  const monitors = new Monitors()
  monitors.setSurface(0, surface(1_000, 500))
  monitors.setHeads(0, [
    head(0, 0, 0, 600, 500),
    head(1, 600, 0, 400, 300),
    head(2, 0, 0, 0, 0),
    head(3, 2_000, 0, 9, 9),
  ])
  expect(monitors.all().map(({ monitor }) => monitor.id)).toEqual(['0.0', '0.1'])
  expect(monitors.find('0.1')?.part).toEqual({ left: 600, top: 0, right: 1_000, bottom: 300 })
})

test('the first stands for one that is gone, until it is back', () => {
  const monitors = new Monitors()
  monitors.setSurface(0, surface(10, 10))
  monitors.setSurface(1, surface(20, 20))
  expect(monitors.find('1.0')?.monitor.width).toBe(20)
  monitors.setSurface(1, null)
  expect(monitors.find('1.0')?.monitor.width).toBe(10)
  monitors.setSurface(1, surface(30, 30))
  expect(monitors.find('1.0')?.monitor.width).toBe(30)
})
