// Every procedure of the protocol, by name and by number.
import * as connect from '../generated/connect.gen.ts'
import * as domain from '../generated/domain.gen.ts'
import * as event from '../generated/event.gen.ts'
import * as lxc from '../generated/lxc.gen.ts'
import * as migration from '../generated/migration.gen.ts'
import * as network from '../generated/network.gen.ts'
import * as other from '../generated/other.gen.ts'
import * as qemu from '../generated/qemu.gen.ts'
import * as snapshot from '../generated/snapshot.gen.ts'
import * as storage from '../generated/storage.gen.ts'
import type { AnyProcedure, Procedure } from '../procedure.ts'

export const PROCEDURES = {
  ...connect,
  ...domain,
  ...event,
  ...lxc,
  ...migration,
  ...network,
  ...other,
  ...qemu,
  ...snapshot,
  ...storage,
}

export type ProcedureName = keyof typeof PROCEDURES
type Types<K extends ProcedureName> =
  (typeof PROCEDURES)[K] extends Procedure<infer A, infer R> ? [A, R] : never
/** What a call carries, or an event. */
export type Args<K extends ProcedureName> = Types<K>[0]
export type Reply<K extends ProcedureName> = Types<K>[1]

const byNumber = new Map<string, AnyProcedure>(
  Object.values<AnyProcedure>(PROCEDURES).map(p => [`${p.program}:${p.number}`, p]),
)

export function findProcedure(program: number, number: number): AnyProcedure | undefined {
  return byNumber.get(`${program}:${number}`)
}
