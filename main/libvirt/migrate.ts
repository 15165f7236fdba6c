// A migration that the client leads, in five steps between two daemons that need not know each other. What one step
// says (a cookie) goes into the next: libvirt.org/migration.html, and virDomainMigrateVersion3Full in libvirt-domain.c.
import type { CallOptions } from './calls.ts'
import type { Connection } from './connection.ts'
import type { Domain } from './domain.ts'
import type { ParamsInput } from './params.ts'

export type MigrationTarget = Pick<
  Connection,
  'domainMigratePrepare3Params' | 'domainMigrateFinish3Params' | 'domainLookupByUUIDString'
>

const NOTHING = new Uint8Array(0)

export async function migrate(
  domain: Domain,
  destination: MigrationTarget,
  params: ParamsInput,
  flags: number,
  options: CallOptions,
): Promise<Domain> {
  const begun = await domain.migrateBegin3Params(params, flags, options)
  const toPrepare = { ...params, destination_xml: begun.xml }
  const prepared = await destination
    .domainMigratePrepare3Params(toPrepare, begun.cookieOut, flags, options)
    .catch(async (error: unknown) => {
      await domain.migrateConfirm3Params(params, NOTHING, flags, true, options).catch(() => undefined)
      throw error
    })
  const known = { ...params, ...(prepared.uriOut && { migrate_uri: prepared.uriOut }) }
  const named = { destination_name: domain.name, ...known }

  let failure: unknown
  const performed = await domain
    .migratePerform3Params(null, known, prepared.cookieOut, flags, options)
    .catch((error: unknown) => {
      failure = error
      return null
    })
  const cancelled = performed === null
  // Both sides are told how it went, also when it went wrong: neither shall wait for the other.
  const finished = await destination
    .domainMigrateFinish3Params(named, performed ?? NOTHING, flags, cancelled, options)
    .catch((error: unknown) => {
      failure ??= error
      return null
    })
  const arrived = !cancelled && finished !== null
  await domain
    .migrateConfirm3Params(params, finished?.cookieOut ?? NOTHING, flags, !arrived, options)
    .catch((error: unknown) => {
      failure ??= error
    })
  if (!arrived || !finished) throw failure
  return finished.dom
}
