// A procedure of the protocol: its number, its types, and the codecs of both bodies, made when first called.
import { type Codec, type Fields, fieldsCodec } from './codec.ts'

/**
 * Which calls may overtake which: order.ts.
 *   read        nothing waits for it, it waits for nothing
 *   lookup      waits for what is naming the object that it looks for
 *   naming      a change that makes an object, or changes what it is found by
 *   change      waits for the changes of the same object before it
 *   interrupt   a change that does not wait long: it may be there to end the one before
 */
export type Order = 'read' | 'lookup' | 'naming' | 'change' | 'interrupt'

export interface ProcedureFacts {
  readonly program: number
  readonly number: number
  readonly name: string
  /** Of a call; for an event, of its message. */
  readonly args: Fields
  readonly ret: Fields
  /** r: daemon to client, w: client to daemon, rw: both. */
  readonly stream: 'r' | 'w' | 'rw' | null
  readonly order: Order
}

export interface Procedure<A, R> extends ProcedureFacts {
  readonly argsCodec: Codec
  readonly retCodec: Codec
  /** Never there: carries the types. */
  readonly types?: readonly [A, R]
}

export type AnyProcedure = Procedure<unknown, unknown>

export function procedure<A, R>(facts: ProcedureFacts): Procedure<A, R> {
  let args: Codec | undefined
  let ret: Codec | undefined
  return {
    ...facts,
    get argsCodec() {
      args ??= fieldsCodec(facts.args)
      return args
    },
    get retCodec() {
      ret ??= fieldsCodec(facts.ret)
      return ret
    },
  }
}
