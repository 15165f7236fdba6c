// What the facts tables do not say about a procedure, and the generator needs to make a method of it. A procedure
// whose method follows from the tables alone has no more than a sentence here, or an empty text.

export interface MethodNote {
  /** Default: libvirt's function without the object's prefix, in camel case. */
  readonly name?: string
  readonly doc?: string
  /** Other names for arguments: with their unit, where they have one. */
  readonly args?: Readonly<Record<string, string>>
  /** What an argument is when it is left out, as TypeScript. */
  readonly defaults?: Readonly<Record<string, string>>
  /** What an argument means, by its name in TypeScript. */
  readonly params?: Readonly<Record<string, string>>
  /** Other names for what is returned. */
  readonly ret?: Readonly<Record<string, string>>
  /** The name of the interface that is returned, where there is more than one field. */
  readonly type?: string
  /** What a field of that interface means, by its name in TypeScript. */
  readonly fields?: Readonly<Record<string, string>>
  /** Where the tables cannot tell: a number that is a truth, a reply that says nothing new. */
  readonly returns?: 'boolean' | 'void'
  /** No deadline by default: it moves data, or waits for a guest. */
  readonly untimed?: true
  /** Written by hand in the class. */
  readonly byHand?: true
}

/** By procedure, in the order of the methods. */
export type Notes = Readonly<Record<string, string | MethodNote>>

export interface ObjectNotes {
  /** The class, and the struct of the protocol that names its objects; null: the connection. */
  readonly className: string
  readonly struct: string | null
  /** What libvirt's functions for it begin with; the longest that fits is cut off. */
  readonly prefixes: readonly string[]
  readonly methods: Notes
}
