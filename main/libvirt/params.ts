// Typed parameters → a plain record.
import type { TypedParamValue } from './generated/structs.gen.ts'

/** 64-bit numbers are plain numbers as long as they are exact, bigint beyond. */
export type Params = Readonly<Record<string, string | number | bigint | boolean>>

const BOOLEAN = 6

export function readParams(
  params: readonly { readonly field: string; readonly value: TypedParamValue }[],
): Params {
  return Object.fromEntries(params.map(({ field, value }) => [field, readValue(value)]))
}

function readValue({ type, value }: TypedParamValue): string | number | bigint | boolean {
  if (type === BOOLEAN) return value !== 0
  return typeof value === 'bigint' ? exact(value) : value
}

/** A 64-bit number as a number where none of it is lost. */
export function exact(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
