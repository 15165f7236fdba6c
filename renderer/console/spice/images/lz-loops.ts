// The loop that unpacks LZ's colours, which most of a screen comes as, in WebAssembly: four pixels at a time. What is written
// beyond the end of a run, the next one writes over; behind the stream and behind the pixels there is room for that.
import {
  type Code,
  choose,
  either,
  forever,
  type I32,
  type Lanes,
  type Local,
  lanes32,
  load,
  load8,
  loadLanes,
  of,
  type Routine,
  store,
  storeLanes,
  when,
} from '../wasm/assembler.ts'
import { OPAQUE } from './picture.ts'

/** So many bytes behind the stream may be read, and are to be zeros; so many behind the pixels may be written. */
export const SLACK_BYTES = 64

/** Given back instead of where the stream ended. */
export const LZ_TROUBLE = { endsEarly: -1, tooLong: -2, outside: -3 } as const

export interface LzLoops {
  /** From a stream's address, and its end, to that of the pixels, and theirs. @returns where the stream ended */
  colours(from: number, streamEnd: number, to: number, pixelsEnd: number): number
}

const PIXEL_BYTES = 4
const PACKED_BYTES = 3
const STEP_BYTES = 16
const STEP_PACKED_BYTES = 12
/** Blue, green, red of four pixels → red, green, blue, and what becomes opaque. */
const SPREAD = [2, 1, 0, 0, 5, 4, 3, 0, 8, 7, 6, 0, 11, 10, 9, 0]

/** What a stream consists of is said in lz.ts. */
export const lzRoutines = (): readonly Routine[] => [
  {
    name: 'colours',
    parameters: 4,
    body: (parameters, { i32, lanes }) => {
      const [from, streamEnd, to, pixelsEnd] = parameters as Four
      const [start, control, end, trouble] = [i32(), i32(), i32(), i32()] as Four
      const [streamNext, length, back, byte] = [i32(), i32(), i32(), i32()] as Four
      const pixels = lanes()

      const nextByte = () => [byte.set(load8(from)), from.set(from.plus(1))]
      const literals = [
        streamNext.set(from.plus(control.plus(1).times(PACKED_BYTES))),
        end.set(to.plus(control.plus(1).times(PIXEL_BYTES))),
        when(end.isMore(pixelsEnd), trouble.set(of(LZ_TROUBLE.tooLong))),
        when(streamNext.isMore(streamEnd), trouble.set(of(LZ_TROUBLE.endsEarly))),
        when(
          trouble.isZero(),
          untilEnd(to, end, STEP_BYTES, [
            pixels.set(loadLanes(from)),
            storeLanes(to, pixels.inOrder8(SPREAD).or(lanes32(OPAQUE))),
            from.set(from.plus(STEP_PACKED_BYTES)),
          ]),
          from.set(streamNext),
        ),
      ]
      const match = [
        length.set(control.shr(5)),
        when(
          length.equals(7),
          forever(leave => [...nextByte(), length.set(length.plus(byte)), leave(byte.isLess(255))]),
        ),
        ...nextByte(),
        back.set(control.and(31).shl(8).or(byte)),
        when(
          back.equals(0x1fff),
          back.set(back.plus(load8(from).shl(8).or(load8(from, 1)))),
          from.set(from.plus(2)),
        ),
        back.set(back.plus(1).times(PIXEL_BYTES)),
        end.set(to.plus(length.times(PIXEL_BYTES))),
        when(
          to
            .minus(back)
            .isLess(start)
            .or(length.isAbove(pixelsEnd.minus(to).shr(2))),
          trouble.set(of(LZ_TROUBLE.outside)),
        ),
        when(from.isMore(streamEnd), trouble.set(of(LZ_TROUBLE.endsEarly))),
        when(trouble.isZero(), repeat(to, end, back, pixels)),
      ]
      const code = [
        start.set(to),
        forever(leave => [
          leave(to.isLess(pixelsEnd).isZero()),
          ...nextByte(),
          control.set(byte),
          either(control.isLess(32), literals, match),
          leave(trouble.isLess(0)),
          to.set(end),
        ]),
      ]
      return { code, result: choose(trouble, trouble, from) }
    },
  },
]

/** A match may overlap what it makes, which repeats a pattern. Steps may not, but for those of a single colour. */
function repeat(to: Local<I32>, end: I32, back: I32, pixels: Local<Lanes>): Code {
  const colour = [
    pixels.set(lanes32(load(to.minus(PIXEL_BYTES)))),
    untilEnd(to, end, STEP_BYTES, [storeLanes(to, pixels)]),
  ]
  const pattern = [untilEnd(to, end, PIXEL_BYTES, [store(to, load(to.minus(back)))])]
  const apart = [untilEnd(to, end, STEP_BYTES, [storeLanes(to, loadLanes(to.minus(back)))])]
  return either(back.isLess(STEP_BYTES), [either(back.equals(PIXEL_BYTES), colour, pattern)], apart)
}

function untilEnd(to: Local<I32>, end: I32, bytes: number, step: Code[]): Code {
  return forever(leave => [leave(to.isLess(end).isZero()), ...step, to.set(to.plus(bytes))])
}

type Four = [Local<I32>, Local<I32>, Local<I32>, Local<I32>]
