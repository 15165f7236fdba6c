import fc from 'fast-check'
import { expect, it } from 'vitest'
import { copyBox } from './copy.ts'

const SIDE = 144

/** Arrays that begin anywhere, as parts of others do. */
function numbered(offset: number, first: number): Uint32Array {
  return new Uint32Array(new ArrayBuffer((SIDE * SIDE + offset) * 4), 4 * offset).map((_, n) => first + n)
}

const place = fc.nat(SIDE - 1)
const side = fc.integer({ min: 1, max: SIDE })

it('copies boxes of any size from anywhere to anywhere, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.record({ x: place, y: place, fromX: place, fromY: place, width: side, height: side }),
      fc.nat(1),
      fc.nat(1),
      ({ x, y, fromX, fromY, ...size }, outOffset, sourceOffset) => {
        const width = Math.min(size.width, SIDE - x, SIDE - fromX)
        const height = Math.min(size.height, SIDE - y, SIDE - fromY)
        const [out, source] = [numbered(outOffset, 0), numbered(sourceOffset, 1 << 20)]
        const expected = out.slice()
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++)
            expected[(y + row) * SIDE + x + column] = source[(fromY + row) * SIDE + fromX + column] as number
        copyBox(out, y * SIDE + x, SIDE, source, fromY * SIDE + fromX, SIDE, width, height)
        expect(out.every((pixel, at) => pixel === expected[at])).toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})
