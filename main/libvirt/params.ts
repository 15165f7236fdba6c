// Typed parameters ⇄ a plain record. Also the texts that the protocol sends as lists of characters.
import type { TypedParamValue } from './generated/structs.gen.ts'
import { PARAM_TYPES } from './param-types.ts'

/** 64-bit numbers are plain numbers as long as they are exact, bigint beyond. */
export type Params = Readonly<Record<string, string | number | bigint | boolean>>

type Plain = string | number | bigint | boolean

/**
 * Parameters to set. libvirt wants each in one type of its own: those that its headers name are known here, other
 * numbers go as unsigned (or, below zero, signed) 64-bit ones. `{ type: VIR_TYPED_PARAM_INT, value: 1 }` names the
 * type. A list repeats the parameter: `migrate_disks`.
 */
export type ParamsInput = Readonly<Record<string, Plain | readonly Plain[] | TypedParamValue | undefined>>

interface WireParam {
  readonly field: string
  readonly value: TypedParamValue
}

export const INT = 1
export const UINT = 2
export const LLONG = 3
export const ULLONG = 4
export const DOUBLE = 5
export const BOOLEAN = 6
export const STRING = 7

export function readParams(params: readonly WireParam[]): Params {
  const record: Record<string, Plain> = {}
  for (const { field, value } of params) record[field] = readValue(value)
  return record
}

export function writeParams(params: ParamsInput): WireParam[] {
  return Object.entries(params).flatMap(([field, value]) => {
    if (value === undefined) return []
    const values = Array.isArray(value) ? (value as readonly Plain[]) : [value as Plain | TypedParamValue]
    return values.map(one => ({ field, value: typeof one === 'object' ? one : writeValue(field, one) }))
  })
}

/** A 64-bit number as a number where none of it is lost. */
export function exact(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Characters that end at a NUL → text. */
export function charsText(chars: readonly number[]): string {
  const end = chars.indexOf(0)
  return Buffer.from(end < 0 ? chars : chars.slice(0, end)).toString('utf8')
}

function readValue({ type, value }: TypedParamValue): Plain {
  if (type === BOOLEAN) return value !== 0
  return typeof value === 'bigint' ? exact(value) : value
}

function writeValue(field: string, value: Plain): TypedParamValue {
  if (typeof value === 'string') return { type: STRING, value }
  if (typeof value === 'boolean') return { type: BOOLEAN, value: value ? 1 : 0 }
  const type = PARAM_TYPES[field] ?? guessType(value)
  return { type, value: type === LLONG || type === ULLONG ? BigInt(value) : Number(value) }
}

function guessType(value: number | bigint): number {
  if (typeof value === 'number' && !Number.isInteger(value)) return DOUBLE
  return value < 0 ? LLONG : ULLONG
}
