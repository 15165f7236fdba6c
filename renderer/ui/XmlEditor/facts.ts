// What a vocabulary of XML allows where, as far as an editor needs it.

export interface ElementFacts {
  /** Attributes with their values; 0: any value. */
  readonly a?: Readonly<Record<string, readonly string[] | 0>>
  /** Elements in it. */
  readonly c?: readonly string[]
  /** Its text. */
  readonly v?: readonly string[]
  /** Anything may stand in it. */
  readonly any?: 1
}

/** By `parent/name`; the root by its name. */
export type SchemaFacts = Readonly<Record<string, ElementFacts>>

/** @param path names from the root to the element. Null: nothing is known of it. */
export function factsOf(facts: SchemaFacts, path: readonly string[]): ElementFacts | null {
  return facts[path.slice(-2).join('/')] ?? null
}
