// What every object of libvirt's is to its client: a name on the wire, and a connection to ask over. The methods are
// in generated/*-calls.gen.ts and in the classes that extend them.
import type { CallOptions } from './calls.ts'
import type { TypedParam } from './generated/structs.gen.ts'
import { type Params, readParams } from './params.ts'
import type { Procedure } from './procedure.ts'
import type { Session } from './session.ts'

/** Without it getters from before 0.9.8 leave texts out; the VIR_DRV_FEATURE says whether it is known. */
const TYPED_PARAM_STRING_OKAY = 4
const FEATURE_TYPED_PARAM_STRING = 9

interface CountedParams {
  readonly params: readonly TypedParam[]
  readonly nparams?: number
}

export abstract class Handle {
  protected readonly session: Session

  constructor(session: Session) {
    this.session = session
  }

  protected call<A, R>(procedure: Procedure<A, R>, args: A, options?: CallOptions): Promise<R> {
    return this.session.rpc.call(procedure, args, options)
  }

  /** Typed parameters that are asked for in two steps: how many, then those. */
  protected async getParams<A extends { readonly nparams: number; readonly flags: number }>(
    procedure: Procedure<A, CountedParams>,
    args: Omit<A, 'nparams'> & { readonly flags: number },
    options?: CallOptions,
  ): Promise<Params> {
    const takesText = await this.session.supportsFeature(FEATURE_TYPED_PARAM_STRING, options)
    const flags = args.flags | (takesText ? TYPED_PARAM_STRING_OKAY : 0)
    const ask = (nparams: number) =>
      // An Omit of a generic type and what it left out are the type again, which TypeScript cannot know.
      this.call(procedure, { ...args, flags, nparams } as unknown as A, options)
    const { nparams = 0 } = await ask(0)
    return nparams > 0 ? readParams((await ask(nparams)).params) : {}
  }
}
