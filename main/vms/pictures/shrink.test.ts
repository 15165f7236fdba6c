import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { shrinkScreenshot } from './shrink.ts'

/** Left half red, right half blue. */
function colourAt(x: number, width: number): readonly [number, number, number] {
  return x < width / 2 ? [255, 0, 0] : [0, 0, 255]
}

function ppm(width: number, height: number): Uint8Array {
  const pixels = Array.from({ length: width * height }, (_, n) => colourAt(n % width, width)).flat()
  return Buffer.concat([Buffer.from(`P6\n# QEMU\n${width} ${height}\n255\n`), Buffer.from(pixels)])
}

function png(width: number, height: number): Uint8Array {
  const picture = new PNG({ width, height })
  for (let n = 0; n < width * height; n++) picture.data.set([...colourAt(n % width, width), 255], n * 4)
  return PNG.sync.write(picture)
}

test.each([
  ['PPM', ppm],
  ['PNG', png],
])('a large %s becomes a small PNG of the same shape and colours', async (_, make) => {
  const small = PNG.sync.read((await shrinkScreenshot(make(1280, 800))) as Buffer)
  expect([small.width, small.height]).toEqual([320, 200])
  expect([...small.data.subarray(0, 3)]).toEqual([255, 0, 0])
  expect([...small.data.subarray(319 * 4, 319 * 4 + 3)]).toEqual([0, 0, 255])
})

test('a high and narrow one keeps its shape, a small one its size', async () => {
  const high = PNG.sync.read((await shrinkScreenshot(ppm(100, 2_400))) as Buffer)
  expect([high.width, high.height]).toEqual([10, 240])
  const small = PNG.sync.read((await shrinkScreenshot(png(8, 3))) as Buffer)
  expect([small.width, small.height]).toEqual([8, 3])
})

test('what is no picture, or says it is larger than any screen, is none', async () => {
  expect(await shrinkScreenshot(Buffer.from('hello'))).toBeNull()
  expect(await shrinkScreenshot(Buffer.from('P6 9 9 255\n…'))).toBeNull()
  expect(await shrinkScreenshot(png(20, 20).slice(0, 60))).toBeNull()
  const bomb = Buffer.from(png(20, 20))
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  expect(await shrinkScreenshot(bomb)).toBeNull()
})
