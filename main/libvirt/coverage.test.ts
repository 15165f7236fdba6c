// Every procedure is accounted for, and what COVERAGE.md names is there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOMAIN_EVENTS } from './domain-events.ts'
import type { EventKind } from './events.ts'
import { coverage, covered } from './generate/coverage.ts'
import { NOT_APPLICABLE } from './generate/notes/not-applicable.ts'
import {
  Connection,
  connect,
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVolume,
} from './index.ts'
import { NETWORK_EVENTS, NODE_DEVICE_EVENTS, SECRET_EVENTS, STORAGE_POOL_EVENTS } from './object-events.ts'
import { PROCEDURES, type ProcedureName } from './testing/procedures.ts'

const EVENTS: Readonly<Record<string, Readonly<Record<string, EventKind>>>> = {
  onDomainEvent: DOMAIN_EVENTS,
  onNetworkEvent: NETWORK_EVENTS,
  onStoragePoolEvent: STORAGE_POOL_EVENTS,
  onNodeDeviceEvent: NODE_DEVICE_EVENTS,
  onSecretEvent: SECRET_EVENTS,
}

const CLASSES: Readonly<Record<string, { readonly prototype: object }>> = {
  Connection,
  Domain,
  DomainCheckpoint,
  DomainSnapshot,
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVolume,
}

const rows = covered()

describe('the coverage table', () => {
  it('accounts for every procedure, and for each once', () => {
    expect(rows.filter(row => row.kind === 'missing').map(row => row.p.constant)).toEqual([])
    const known = new Set(rows.map(row => row.p.constant))
    expect(known).toEqual(new Set(Object.keys(PROCEDURES)))
    for (const row of rows)
      expect(row.kind !== 'not applicable' && row.p.constant in NOT_APPLICABLE).toBe(false)
  })

  it('is what was written down', () => {
    expect(readFileSync(join(import.meta.dirname, 'COVERAGE.md'), 'utf8')).toBe(coverage())
    expect(coverage()).toContain('**100.0 %** of what applies')
  })

  it('names methods that exist', () => {
    for (const row of rows) {
      if (row.kind !== 'method') continue
      const { className, method } = row
      const found = method === 'connect' ? connect : Reflect.get(CLASSES[className]?.prototype ?? {}, method)
      expect(found, `${className}.${method}`).toBeTypeOf('function')
    }
  })

  it('names events that are listened to by the number of their message', () => {
    for (const row of rows) {
      if (row.kind !== 'event') continue
      const kind = EVENTS[row.method]?.[row.event]
      expect(kind?.message, `${row.method}('${row.event}')`).toBe(PROCEDURES[row.p.constant as ProcedureName])
    }
  })
})
